package io.signalbox.protocol;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.apache.camel.Exchange;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.Answer;
import io.signalbox.bus.HandsOver;
import io.signalbox.bus.NotNow;
import io.signalbox.bus.PartlyAccepted;
import io.signalbox.bus.Refused;

/**
 * Which events' values did Zabbix take? It counts those that it did not, and does not say which. But whether it takes one depends on the
 * item alone: is there such a trapper item, on such a host, and may we write to it?
 *
 * <p>
 * So the values of an item that has not been heard of yet go into a request of their own, which fails whole or not at all, and those of all others
 * into one together. Nothing is sent twice to find a culprit, but in the moment in which somebody takes an item away.
 */
// The Kamelet zabbix-sink names this class.
@RegisterForReflection
public final class ZabbixSender implements HandsOver {
    private static final int MOST_VALUES = 1000;
    private static final int MOST_CHARACTERS = 4_000_000;

    private final ZabbixServer server;
    private final boolean compress;
    private final ZabbixMemory memory = new ZabbixMemory();

    /**
     * @param server
     *            an Object, since Camel gives no text that looks like a number to a String
     */
    public ZabbixSender(Object server, int timeoutMillis, boolean compress, String encryption, String caFile,
            boolean verifySsl, String certFile, String keyFile) {
        if (!List.of("none", "tls").contains(encryption)) {
            throw new IllegalArgumentException("encryption is \"" + encryption + "\"; expected none or tls");
        }
        this.server = new ZabbixServer(server.toString(), timeoutMillis,
                encryption.equals("tls")
                        ? TlsTrust.context(caFile, verifySsl, TlsIdentity.keys(certFile, keyFile, ""))
                        : null,
                verifySsl);
        this.compress = compress;
    }

    @Override
    public Handover handover(Exchange exchange) throws Exception {
        ZabbixBatch batch = exchange.getMessage().getBody(ZabbixBatch.class);
        if (!batch.refused().isEmpty()) {
            throw batch.events() == 1 ? batch.refused().get(0) : new PartlyAccepted(new TreeMap<>(batch.refused()));
        }
        return new Handover("zabbix:" + server, batch.values().stream().map(value -> Map.of("host",
                value.item().host(), "key", value.item().key(), "value", value.text())).toList());
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        ZabbixBatch batch = exchange.getMessage().getBody(ZabbixBatch.class);
        Map<Integer, Exception> failures = new TreeMap<>(batch.refused());
        List<List<ZabbixValue>> requests = requests(memory.apart(batch.values()));
        for (int at = 0; at < requests.size(); at++) {
            try {
                Answer.note(exchange, send(requests.get(at), failures));
            } catch (IOException e) {
                String words = "Zabbix at " + server + ": " + (e.getMessage() == null ? e : e.getMessage());
                NotNow later = new NotNow(words, null);
                if (at == 0 && failures.isEmpty()) {
                    // An answer that is none, or nobody who answers.
                    throw e instanceof ProtocolException ? later : new SocketException(words);
                }
                requests.subList(at, requests.size()).forEach(
                        request -> request.forEach(value -> failures.put(value.place(), later)));
                break;
            }
        }
        if (!failures.isEmpty()) {
            throw batch.events() == 1 ? failures.get(0) : new PartlyAccepted(failures);
        }
    }

    /** The values in their order, cut into requests. */
    private List<List<ZabbixValue>> requests(List<ZabbixValue> values) {
        List<List<ZabbixValue>> requests = new ArrayList<>();
        Map<ZabbixItem, List<ZabbixValue>> unheardOf = new LinkedHashMap<>();
        List<ZabbixValue> others = new ArrayList<>();
        for (ZabbixValue value : values) {
            if (memory.knows(value.item())) {
                others.add(value);
            } else {
                unheardOf.computeIfAbsent(value.item(), item -> new ArrayList<>()).add(value);
            }
        }
        cut(others, requests);
        unheardOf.values().forEach(one -> cut(one, requests));
        return requests;
    }

    private static void cut(List<ZabbixValue> values, List<List<ZabbixValue>> requests) {
        int from = 0;
        int characters = 0;
        for (int at = 0; at < values.size(); at++) {
            characters += values.get(at).text().length();
            if (at > from && (at - from == MOST_VALUES || characters > MOST_CHARACTERS)) {
                requests.add(values.subList(from, at));
                from = at;
                characters = values.get(at).text().length();
            }
        }
        if (from < values.size()) {
            requests.add(values.subList(from, values.size()));
        }
    }

    /** Sends values, and adds to the failures; returns what Zabbix said. */
    private String send(List<ZabbixValue> values, Map<Integer, Exception> failures) throws IOException {
        ZabbixAnswer answer = server.ask(ZabbixRequest.of(values, compress));
        Set<ZabbixItem> items = new HashSet<>();
        values.forEach(value -> items.add(value.item()));
        if (answer.failed() == 0) {
            memory.took(values);
            return answer.words();
        }
        items.forEach(memory::forget);
        if (items.size() > 1) {
            // One of them is no longer there. Which, only a request for each can tell.
            for (List<ZabbixValue> one : requests(values)) {
                send(one, failures);
            }
            return answer.words();
        }
        String words = items.iterator().next() + ": " + answer.words()
                + ". Is there such an enabled trapper item, and may we write to it?";
        // All, or else it was there and then not, and who knows for which.
        boolean never = answer.processed() == 0;
        values.forEach(
                value -> failures.putIfAbsent(value.place(), never ? new Refused(words) : new NotNow(words, null)));
        return answer.words();
    }
}
