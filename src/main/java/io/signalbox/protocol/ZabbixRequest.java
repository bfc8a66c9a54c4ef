package io.signalbox.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.zip.DeflaterOutputStream;

import io.signalbox.event.JsonBuffer;

/**
 * Which bytes tell Zabbix of some values? A header of 13 bytes, whose numbers are little-endian, and JSON.
 *
 * @see <a href="https://www.zabbix.com/documentation/6.0/en/manual/appendix/protocols/header_datalen">Header</a>
 * @see <a href="https://www.zabbix.com/documentation/6.0/en/manual/appendix/items/trapper">Sender protocol</a>
 */
final class ZabbixRequest {
    static final byte[] MAGIC = {'Z', 'B', 'X', 'D'};
    static final int HEADER = 13;
    static final int PROTOCOL = 0x01;
    static final int COMPRESSED = 0x02;
    static final int LARGE = 0x04;

    private ZabbixRequest() {
    }

    static byte[] of(List<ZabbixValue> values, boolean compress) {
        JsonBuffer json = new JsonBuffer(512 * values.size() + 64);
        json.raw("{\"request\":\"sender data\",\"data\":[");
        String comma = "{\"host\":";
        for (ZabbixValue value : values) {
            json.raw(comma).text(value.item().host()).raw(",\"key\":").text(value.item().key()).raw(",\"value\":")
                    .text(value.text());
            time(json, value.time());
            comma = "},{\"host\":";
        }
        json.raw("}]");
        // When it was sent, so that Zabbix can tell how the clocks differ.
        time(json, Instant.now());
        return framed(json.raw("}").toBytes(), compress);
    }

    private static void time(JsonBuffer json, Instant time) {
        json.raw(",\"clock\":").raw(Long.toString(time.getEpochSecond())).raw(",\"ns\":")
                .raw(Integer.toString(time.getNano()));
    }

    /** A message with its header. */
    static byte[] framed(byte[] json, boolean compress) {
        byte[] body = compress ? compressed(json) : json;
        return ByteBuffer.allocate(HEADER + body.length).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC)
                .put((byte) (compress ? PROTOCOL | COMPRESSED : PROTOCOL)).putInt(body.length)
                .putInt(compress ? json.length : 0).put(body).array();
    }

    private static byte[] compressed(byte[] json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length / 4);
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
            zlib.write(json);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
