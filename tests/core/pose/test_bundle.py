"""The pose model bundle: deterministic, aligned, with the metadata MediaPipe asks for, and loadable."""

import hashlib
import struct
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from sinew.pose import bundle
from sinew.pose.tflite import ModelUnreadable, Normalization, with_input_normalization

needs_models = pytest.mark.skipif(
    not bundle.MODELS.is_dir(), reason="the npm packages are not installed: run `npm ci --prefix frontend`"
)


@needs_models
@pytest.mark.parametrize("variant", bundle.VARIANTS)
def test_every_variant_has_its_pinned_checksum(variant):
    built = bundle.build(bundle.MODELS, variant)
    assert hashlib.sha256(built).hexdigest() == bundle.SHA256[variant]


@needs_models
def test_entries_are_stored_and_aligned():
    built = bundle.build(bundle.MODELS)
    with zipfile.ZipFile(BytesIO(built)) as archive:
        assert archive.testzip() is None
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == ["pose_detector.tflite", "pose_landmarks_detector.tflite"]
    for entry in entries:
        name_length, extra_length = struct.unpack_from("<HH", built, entry.header_offset + 26)
        data_at = entry.header_offset + 30 + name_length + extra_length
        assert entry.compress_type == zipfile.ZIP_STORED
        assert data_at % 16 == 0
        assert built[data_at + 4 : data_at + 8] == b"TFL3"


@needs_models
@pytest.mark.parametrize(
    ("entry", "mean", "std"),
    [("pose_detector.tflite", 127.5, 127.5), ("pose_landmarks_detector.tflite", 0.0, 255.0)],
)
def test_mediapipe_reads_the_normalization(entry, mean, std):
    schema = pytest.importorskip("mediapipe.tasks.metadata.schema_py_generated")
    metadata_schema = pytest.importorskip("mediapipe.tasks.metadata.metadata_schema_py_generated")
    with zipfile.ZipFile(BytesIO(bundle.build(bundle.MODELS))) as archive:
        model = schema.Model.GetRootAs(archive.read(entry))
    names = [model.Metadata(index).Name() for index in range(model.MetadataLength())]
    assert names[-1] == b"TFLITE_METADATA"
    assert b"min_runtime_version" in names
    buffer = model.Buffers(model.Metadata(len(names) - 1).Buffer()).DataAsNumpy().tobytes()
    unit = (
        metadata_schema.ModelMetadata.GetRootAs(buffer)
        .SubgraphMetadata(0)
        .InputTensorMetadata(0)
        .ProcessUnits(0)
    )
    options = metadata_schema.NormalizationOptions()
    options.Init(unit.Options().Bytes, unit.Options().Pos)
    assert (options.Mean(0), options.Std(0)) == (mean, std)


@needs_models
def test_metadata_changes_nothing_else_of_the_model():
    schema = pytest.importorskip("mediapipe.tasks.metadata.schema_py_generated")
    original = (bundle.MODELS / "pose_landmark_lite.tflite").read_bytes()
    before = schema.Model.GetRootAs(original)
    after = schema.Model.GetRootAs(with_input_normalization(original, "lite", Normalization(0, 255)))
    assert after.Version() == before.Version()
    assert after.Description() == before.Description()
    assert after.BuffersLength() == before.BuffersLength() + 1
    graph, old_graph = after.Subgraphs(0), before.Subgraphs(0)
    assert graph.OperatorsLength() == old_graph.OperatorsLength()
    assert graph.Tensors(0).ShapeAsNumpy().tolist() == old_graph.Tensors(0).ShapeAsNumpy().tolist()
    for index in range(0, before.BuffersLength(), 17):
        assert after.Buffers(index).DataLength() == before.Buffers(index).DataLength()


@needs_models
def test_the_python_landmarker_finds_nobody_in_an_empty_picture(tmp_path: Path):
    mediapipe = pytest.importorskip("mediapipe", exc_type=ImportError)
    numpy = pytest.importorskip("numpy")
    vision = pytest.importorskip("mediapipe.tasks.python.vision", exc_type=ImportError)
    path = tmp_path / "pose.task"
    path.write_bytes(bundle.build(bundle.MODELS))
    options = vision.PoseLandmarkerOptions(
        base_options=mediapipe.tasks.BaseOptions(model_asset_path=str(path)),
        running_mode=vision.RunningMode.IMAGE,
    )
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        picture = mediapipe.Image(mediapipe.ImageFormat.SRGB, numpy.zeros((240, 320, 3), numpy.uint8))
        assert landmarker.detect(picture).pose_landmarks == []


def test_something_else_is_refused_in_one_sentence():
    with pytest.raises(ModelUnreadable, match="not a TFLite model"):
        with_input_normalization(b"\0" * 64, "nothing", Normalization(0, 1))


def test_missing_models_say_what_to_run(tmp_path: Path, capsys):
    assert bundle.main(["--models", str(tmp_path), "--out", str(tmp_path / "pose.task")]) == 3
    assert "npm ci --prefix frontend" in capsys.readouterr().err


@needs_models
def test_another_package_version_is_refused(tmp_path: Path, capsys):
    for name in ("pose_solution_packed_assets.data", "pose_landmark_full.tflite"):
        model = bytearray((bundle.MODELS / name).read_bytes())
        model[-1] ^= 1
        (tmp_path / name).write_bytes(model)
    assert bundle.main(["--models", str(tmp_path), "--out", str(tmp_path / "pose.task")]) == 3
    assert "SHA-256" in capsys.readouterr().err
    assert not (tmp_path / "pose.task").exists()


@needs_models
def test_another_bundle_is_replaced_whole_and_not_written_over(tmp_path: Path):
    out, held = tmp_path / "pose.task", tmp_path / "held"
    out.write_bytes(b"what somebody is reading")
    held.hardlink_to(out)
    assert bundle.main(["--out", str(out)]) == 0
    assert hashlib.sha256(out.read_bytes()).hexdigest() == bundle.SHA256["full"]
    assert held.read_bytes() == b"what somebody is reading"
    assert set(tmp_path.iterdir()) == {out, held}


@needs_models
def test_building_needs_only_the_standard_library(tmp_path: Path):
    code = (
        "import sys, sinew.pose.bundle as bundle\n"
        f"assert bundle.main(['--out', {str(tmp_path / 'pose.task')!r}]) == 0\n"
        "foreign = {'numpy', 'flatbuffers', 'mediapipe', 'cv2', 'django'} & set(sys.modules)\n"
        "assert not foreign, foreign\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
