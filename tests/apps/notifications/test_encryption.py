"""Pushes are encrypted as the standard's own example says, and read by nobody but the browser."""

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from sinew.apps.notifications.push.encoding import decoded, encoded
from sinew.apps.notifications.push.encryption import PADDED_BYTES, encrypt, public_point
from sinew.apps.notifications.push.keys import new_key, read_key
from tests.support.push_service import FakeBrowser, claims_of

# RFC 8291, section 5 and appendix A.
TEXT = b"When I grow up, I want to be a watermelon"
SENDER_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
BROWSER_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH, SALT = "BTBZMqHH6r4Tts7J_aSIgg", "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PB"
    "ru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
# RFC 8292, section 2.4.
EXAMPLE = (
    "vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE"
    "0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpi"
    "UfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA, k=BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SD"
    "Yic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"
)


def test_the_standard_s_example_comes_out_byte_for_byte():
    body = encrypt(
        TEXT,
        p256dh=decoded(BROWSER_PUBLIC),
        auth=decoded(AUTH),
        sender=read_key(SENDER_PRIVATE),
        salt=decoded(SALT),
        padded_to=0,
    )
    assert encoded(body) == BODY


def test_the_fake_browser_reads_the_standard_s_example():
    browser = FakeBrowser(read_key(BROWSER_PRIVATE), decoded(AUTH))
    assert browser.keys["p256dh"] == BROWSER_PUBLIC
    assert browser.read(decoded(BODY)) == TEXT


def test_the_check_of_signatures_takes_the_standard_s_example():
    assert claims_of(EXAMPLE)["aud"] == "https://push.example.net"


@given(st.binary(max_size=PADDED_BYTES - 1).filter(lambda text: b"\x02" not in text))
def test_what_was_encrypted_is_read_and_every_push_is_as_long_as_every_other(text):
    browser = FakeBrowser()
    keys = {name: decoded(value) for name, value in browser.keys.items()}
    one, other = encrypt(text, **keys), encrypt(b"", **keys)
    assert browser.read(one) == text
    assert len(one) == len(other)
    assert one[:16] != other[:16]


def test_another_browser_cannot_read_it():
    keys = {name: decoded(value) for name, value in FakeBrowser().keys.items()}
    with pytest.raises(InvalidTag):
        FakeBrowser().read(encrypt(b"hello", **keys))


@pytest.mark.parametrize(
    "point",
    [b"", b"\x04" + bytes(64), public_point(read_key(new_key()).public_key())[:-1]],
    ids=["empty", "not on the curve", "cut off"],
)
def test_a_key_that_is_none_is_refused(point):
    with pytest.raises(ValueError, match=r"."):
        encrypt(b"hello", p256dh=point, auth=bytes(16))


def test_a_text_that_does_not_fit_is_refused():
    keys = {name: decoded(value) for name, value in FakeBrowser().keys.items()}
    with pytest.raises(ValueError, match="too long"):
        encrypt(bytes(4096), **keys)


def test_a_new_key_is_another_each_time_and_can_be_read_again():
    one, other = new_key(), new_key()
    assert one != other
    assert isinstance(read_key(one), ec.EllipticCurvePrivateKey)
    for text in ("", "short", "*" * 43, encoded(bytes(32))):
        with pytest.raises(ValueError, match=r"."):
            read_key(text)
