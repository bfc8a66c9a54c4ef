package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.signalbox.event.Event;

/** What joins the events of one problem at a vendor? The event's dedup key, or its SHA-256 in hex where the key is longer than may be. */
final class DedupKey {
    private DedupKey() {
    }

    static String of(Event event, int longest) {
        String key = Step.problem(event);
        return key.length() <= longest ? key : sha256(key);
    }

    static String sha256(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
