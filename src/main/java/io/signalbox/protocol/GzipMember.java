package io.signalbox.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * How does a gzip file grow by whole pieces? Each piece is a member of its own, which any gzip reader takes as one stream, and tells its
 * length in an extra field, so that after a crash the end of the last whole one is found without inflating the file.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952</a>
 */
final class GzipMember {
    /** Magic, deflate, FEXTRA, no time, unknown system; extra field of 8 bytes: "SB", 4 bytes long, the member's length. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, (byte) 255, 8, 0, 'S', 'B', 4, 0};
    private static final int START = HEADER.length + 4;
    private static final int TRAILER = 8;

    private GzipMember() {
    }

    static byte[] of(byte[] content) {
        Deflater deflater = new Deflater(3, true);
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 4 + 64);
        try {
            deflater.setInput(content);
            deflater.finish();
            byte[] chunk = new byte[16384];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
        } finally {
            deflater.end();
        }
        CRC32 crc = new CRC32();
        crc.update(content);
        return ByteBuffer.allocate(START + out.size() + TRAILER).order(ByteOrder.LITTLE_ENDIAN).put(HEADER)
                .putInt(START + out.size() + TRAILER)
                .put(out.toByteArray()).putInt((int) crc.getValue()).putInt(content.length).array();
    }

    /** Where the last whole member ends; less than the file's size where one was torn. */
    static long soundEnd(FileChannel file) throws IOException {
        long size = file.size();
        long last = 0;
        long end = 0;
        for (long length = length(file, 0); length > 0 && end + length <= size; length = length(file, end)) {
            last = end;
            end += length;
        }
        if (end == 0 && size >= HEADER.length && length(file, 0) < 0) {
            throw new IOException("was not written by Signalbox; move it away, and a new one is begun");
        }
        return end > last && whole(file, last, (int) (end - last)) ? end : last;
    }

    /** The length of the member that begins here, 0 where the file ends before it says so, or -1 where none of ours begins. */
    private static long length(FileChannel file, long at) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(START).order(ByteOrder.LITTLE_ENDIAN);
        while (start.hasRemaining() && file.read(start, at + start.position()) >= 0) {
            // until it is full or the file ends
        }
        if (start.hasRemaining()) {
            return 0;
        }
        int length = start.getInt(HEADER.length);
        return java.util.Arrays.equals(start.array(), 0, HEADER.length, HEADER, 0, HEADER.length)
                && length > START + TRAILER ? length : -1;
    }

    private static boolean whole(FileChannel file, long at, int length) throws IOException {
        ByteBuffer member = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (member.hasRemaining() && file.read(member, at + member.position()) >= 0) {
            // until it is full
        }
        Inflater inflater = new Inflater(true);
        CRC32 crc = new CRC32();
        try {
            inflater.setInput(member.array(), START, length - START - TRAILER);
            byte[] chunk = new byte[16384];
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                if (count == 0 && !inflater.finished()) {
                    return false;
                }
                crc.update(chunk, 0, count);
            }
            return member.getInt(length - TRAILER) == (int) crc.getValue();
        } catch (DataFormatException e) {
            return false;
        } finally {
            inflater.end();
        }
    }
}
