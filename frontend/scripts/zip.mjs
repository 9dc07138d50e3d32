import { crc32, deflateRawSync } from "node:zlib";

const DEFLATED = 8;
/** 1 January 1980, so that the same files always give the same archive. */
const DOS_DATE = 0x21;

/** @param {{name: string, data: Uint8Array}[]} files @returns {Buffer} a deterministic zip archive */
export function zipOf(files) {
  const locals = [];
  const central = [];
  let offset = 0;
  for (const { name, data } of files) {
    const packed = deflateRawSync(data, { level: 9 });
    const fields = common(Buffer.byteLength(name), data, packed);
    const local = Buffer.concat([signature(0x04034b50), fields, Buffer.from(name), packed]);
    central.push(directoryEntry(name, fields, offset));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  return Buffer.concat([...locals, directory, endOfDirectory(files.length, directory.length, offset)]);
}

function signature(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The fields that the local header and the directory entry share, from "version needed" to "extra length". */
function common(nameLength, data, packed) {
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(DEFLATED, 4);
  bytes.writeUInt16LE(DOS_DATE, 8);
  bytes.writeUInt32LE(crc32(data), 10);
  bytes.writeUInt32LE(packed.length, 14);
  bytes.writeUInt32LE(data.length, 18);
  bytes.writeUInt16LE(nameLength, 22);
  return bytes;
}

function directoryEntry(name, fields, offset) {
  const head = Buffer.alloc(6);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(20, 4);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  return Buffer.concat([head, fields, tail, Buffer.from(name)]);
}

function endOfDirectory(count, size, offset) {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(0x06054b50, 0);
  bytes.writeUInt16LE(count, 8);
  bytes.writeUInt16LE(count, 10);
  bytes.writeUInt32LE(size, 12);
  bytes.writeUInt32LE(offset, 16);
  return bytes;
}
