package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32;

/**
 * Which bytes tell an NSCA server of a check's result? One packet of a fixed length, which ends each text with a zero and
 * then has noise: behind zeros, XOR would show the password to whoever listens.
 *
 * @param host
 *            what was checked
 * @param service
 *            which service of the host; empty: the host itself
 * @param code
 *            a plugin's return code
 * @param output
 *            what a plugin would print
 * @see <a href="https://github.com/NagiosEnterprises/nsca/blob/nsca-2.10.2/include/common.h">nsca: data_packet</a>
 */
record NscaPacket(String host, String service, int code, String output) {
    /** Each text ends in a zero. */
    static final int LONGEST_HOST = 63;
    static final int LONGEST_SERVICE = 127;

    private static final short VERSION = 3;
    private static final int CRC_AT = 4;
    /** After the last text: the C compiler rounds the struct up to four bytes. */
    private static final int PADDING = 2;

    /**
     * @param timestamp
     *            the server's own, from the beginning of the connection
     * @param outputLength
     *            how much room the server's packets have for the output: 4096 bytes, or 512 in old ones
     */
    byte[] bytes(int timestamp, int outputLength) {
        ByteBuffer packet = ByteBuffer.allocate(14 + 64 + 128 + outputLength + PADDING);
        packet.putShort(VERSION).putShort((short) 0).putInt(0).putInt(timestamp).putShort((short) code);
        text(packet, host, 64);
        text(packet, service, 128);
        text(packet, output, outputLength);
        CRC32 crc = new CRC32();
        crc.update(packet.array());
        return packet.putInt(CRC_AT, (int) crc.getValue()).array();
    }

    private static void text(ByteBuffer packet, String text, int length) {
        byte[] room = new byte[length];
        ThreadLocalRandom.current().nextBytes(room);
        byte[] bytes = text.getBytes(UTF_8);
        int end = Math.min(bytes.length, length - 1);
        System.arraycopy(bytes, 0, room, 0, end);
        room[end] = 0;
        packet.put(room);
    }
}
