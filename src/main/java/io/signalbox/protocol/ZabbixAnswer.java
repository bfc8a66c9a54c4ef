package io.signalbox.protocol;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;

import io.signalbox.event.EventJson;

/**
 * How many values did Zabbix take? It says no more: not which it did not, nor whether those that it took fit their items' types.
 *
 * @param processed
 *            how many it took
 * @param failed
 *            how many it did not
 * @param words
 *            what it said
 */
record ZabbixAnswer(int processed, int failed, String words) {
    private static final int LONGEST = 64 << 10;
    private static final int LONGEST_WORDS = 300;
    private static final Pattern COUNTS = Pattern.compile("processed: (\\d{1,9}); failed: (\\d{1,9}); total: \\d+");

    /** Reads an answer; a compressed request has a compressed one. */
    static ZabbixAnswer read(InputStream in) throws IOException {
        byte[] header = in.readNBytes(ZabbixRequest.HEADER);
        if (header.length == 0) {
            throw new EOFException(
                    "the connection was closed without an answer; is this a trapper port, and are we let in?");
        }
        if (header.length < ZabbixRequest.HEADER
                || !Arrays.equals(ZabbixRequest.MAGIC, Arrays.copyOf(header, ZabbixRequest.MAGIC.length))) {
            throw new ProtocolException("what answered is not Zabbix");
        }
        ByteBuffer numbers = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).position(4);
        int flags = numbers.get();
        int length = numbers.getInt();
        if ((flags & ZabbixRequest.LARGE) != 0 || length < 0 || length > LONGEST) {
            throw new ProtocolException("an answer of " + Integer.toUnsignedString(length) + " bytes is none to us");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the answer was cut short");
        }
        return of((flags & ZabbixRequest.COMPRESSED) == 0
                ? body
                : new InflaterInputStream(new ByteArrayInputStream(body)).readNBytes(LONGEST));
    }

    private static ZabbixAnswer of(byte[] body) throws IOException {
        String response = null;
        String info = "";
        try (JsonParser json = EventJson.FACTORY.createParser(body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("response")) {
                    response = json.getValueAsString();
                } else if (name.equals("info")) {
                    info = json.getValueAsString("");
                } else {
                    json.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            throw new ProtocolException("what answered speaks no JSON: " + e.getOriginalMessage());
        }
        Matcher counts = COUNTS.matcher(info);
        if (!"success".equals(response) || !counts.find()) {
            throw new ProtocolException("Zabbix answered " + Ellipsis.cut(response + ": " + info, LONGEST_WORDS));
        }
        return new ZabbixAnswer(Integer.parseInt(counts.group(1)), Integer.parseInt(counts.group(2)),
                Ellipsis.cut(info, LONGEST_WORDS));
    }
}
