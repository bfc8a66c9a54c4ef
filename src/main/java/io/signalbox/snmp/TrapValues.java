package io.signalbox.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.VariableBinding;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;
import io.signalbox.event.Utf8;

/**
 * What does a trap say of an event? All its attributes, under the names of {@code docs/SIGNALBOX-MIB.txt}; one that is not given is empty.
 *
 * <p>
 * A trap is one datagram: where it would grow too long, the data is left out first, then the texts are cut, those that matter least before
 * the others.
 */
// The Kamelet snmp-trap-sink names this class.
@RegisterForReflection
public final class TrapValues implements Processor {
    /** What SNMP itself needs: the heads of the message and, in version 3, engine, user, signature, and padding. */
    private static final int HEADS = 200;
    /** So much is there for an identifier, and the names of all values, at the least. */
    private static final int SHORTEST_LIMIT = 800;
    /** In the order in which they are shortened; the number is that in the MIB. */
    private static final List<Integer> SHORTENED = List.of(13, 10, 11, 9, 12, 4, 3, 2, 8, 1);
    private static final int DEDUPKEY = 8;
    private static final int DATA = 13;

    private final OID base;
    private final int maxBytes;

    /**
     * @param baseOid
     *            under which the MIB stands
     * @param maxBytes
     *            the longest message
     */
    public TrapValues(Object baseOid, int maxBytes) {
        this.base = new OID(baseOid.toString());
        this.maxBytes = maxBytes;
        if (maxBytes < SHORTEST_LIMIT) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + "; expected " + SHORTEST_LIMIT + " or more");
        }
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(of(exchange.getMessage().getBody(Event.class)));
    }

    /** The variable bindings of a notification but for the first, which is the time. */
    List<VariableBinding> of(Event event) {
        String[] texts = new String[DATA + 1];
        texts[1] = event.id();
        texts[2] = event.type();
        texts[3] = event.source();
        texts[4] = event.subject();
        texts[5] = event.timeText();
        texts[DEDUPKEY] = event.dedupkey();
        texts[9] = event.headline();
        texts[10] = event.message();
        texts[11] = String.join(",", event.tags());
        texts[12] = event.traceparent();
        texts[DATA] = event.data().isEmpty() ? null : EventJson.data(event);
        List<VariableBinding> bindings = bindings(texts, event);
        for (int at : SHORTENED) {
            int excess = length(bindings) + HEADS - maxBytes;
            if (excess <= 0) {
                break;
            }
            shorten(texts, at, excess);
            bindings = bindings(texts, event);
        }
        return bindings;
    }

    private static void shorten(String[] texts, int at, int excess) {
        if (texts[at] != null) {
            texts[at] = switch (at) {
                case DATA -> null;
                case DEDUPKEY -> sha256(texts[at]);
                default -> Utf8.cut(texts[at], Math.max(0, Utf8.length(texts[at]) - excess));
            };
        }
    }

    private static int length(List<VariableBinding> bindings) {
        return bindings.stream().mapToInt(VariableBinding::getBERLength).sum();
    }

    private List<VariableBinding> bindings(String[] texts, Event event) {
        List<VariableBinding> bindings = new ArrayList<>();
        bindings.add(new VariableBinding(SnmpConstants.snmpTrapOID, oid(0, event.resolved() ? 2 : 1)));
        for (int at = 1; at < texts.length; at++) {
            bindings.add(new VariableBinding(oid(1, at, 0), switch (at) {
                case 6 -> new Integer32(event.severity().number());
                case 7 -> new Integer32(event.resolved() ? 2 : 1);
                default -> new OctetString(texts[at] == null ? new byte[0] : texts[at].getBytes(UTF_8));
            }));
        }
        return bindings;
    }

    private OID oid(int... below) {
        OID oid = new OID(base);
        Arrays.stream(below).forEach(oid::append);
        return oid;
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
