package io.signalbox.fakes;

import java.util.List;
import java.util.Map;

/**
 * What would a vendor answer to a request? Stands in for one whose server can't be had: a schema written from the vendor's own document,
 * and what that schema can't say: lengths, sizes, keys, state.
 */
public interface StrictFake {
    /** What comes back. */
    record Answer(int status, String body) {
    }

    /**
     * Judges a request.
     *
     * @param line
     *            {@code POST /path?query}
     * @param headers
     *            by their names in lower case
     * @param body
     *            as it was before compression
     */
    Answer answer(String line, Map<String, List<String>> headers, byte[] body);
}
