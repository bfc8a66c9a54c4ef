package io.signalbox.protocol;

import java.util.Map;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;

import io.signalbox.bus.NotNow;
import io.signalbox.bus.PartlyAccepted;
import io.signalbox.bus.Refused;

/**
 * What does it mean that Kafka did not take records? Some are at fault themselves; all else, from a wrong password to a topic that is not
 * there, is for somebody to mend, and waits.
 */
record KafkaAnswer(String servers) {

    /** Whether it is the record that Kafka will never take. */
    static boolean atFault(Exception failure) {
        return failure instanceof RecordTooLargeException || failure instanceof InvalidRecordException;
    }

    /**
     * Throws what the bus is to know; nothing where all is well. All failures but those of the records themselves have one cause, for what
     * it ended says only that it was ended.
     *
     * @param failures
     *            of the records that were sent, by place
     * @param sent
     *            how many of them were sent
     * @param end
     *            what came first and ended the rest, or null
     */
    void judge(int size, Map<Integer, Exception> failures, int sent, Exception end) throws Exception {
        NotNow waiting = notNow(end == null ? new KafkaException("another delivery ended the connection") : end);
        failures.replaceAll((place, failure) -> atFault(failure) ? refused(failure) : waiting);
        for (int place = sent; place < size; place++) {
            failures.put(place, waiting);
        }
        if (failures.isEmpty()) {
            return;
        }
        boolean allWait = failures.size() == size && failures.values().stream().allMatch(NotNow.class::isInstance);
        throw allWait || size == 1 ? failures.get(0) : new PartlyAccepted(failures);
    }

    private static Refused refused(Exception failure) {
        return new Refused("Kafka: " + failure.getMessage());
    }

    NotNow notNow(Exception failure) {
        StringBuilder why = new StringBuilder("Kafka at ").append(servers).append(": ");
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            why.append(cause == failure ? "" : " ").append(cause.getMessage());
        }
        if (failure instanceof TimeoutException && failure.getCause() == null) {
            why.append(" No broker answered.");
        }
        return new NotNow(why.toString(), null);
    }
}
