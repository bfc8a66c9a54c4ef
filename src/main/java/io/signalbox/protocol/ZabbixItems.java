package io.signalbox.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.EventBody;
import io.signalbox.bus.Pattern;
import io.signalbox.bus.Refused;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * Which values does Zabbix get of an event? One for each item whose types fit, and the whole event for a text item.
 *
 * <p>
 * With setters, for Camel hands over a bean's properties as they are, while it would take a constructor's apart at commas and quotes.
 */
// The Kamelet zabbix-sink names this class and its properties.
@RegisterForReflection
public final class ZabbixItems implements Processor {
    /** Longer texts Zabbix cuts without a word: ZBX_HISTORY_TEXT_VALUE_LEN. */
    private static final int LONGEST_TEXT = 65_535;
    private static final int LONGEST_VALUE = LONGEST_TEXT / 4;
    private static final int LONGEST_HOST = 128;

    /** What the events of some types tell an item. */
    private record Measure(String types, ZabbixKey key, SubjectTemplate value) {
    }

    private SubjectTemplate host;
    private ZabbixKey eventItem;
    private List<Measure> measures = List.of();

    public void setHost(String template) {
        host = new SubjectTemplate(template);
    }

    /** The key of the text item; empty for none. */
    public void setEventItem(String key) {
        eventItem = key.isBlank() ? null : new ZabbixKey(key.strip());
    }

    /** {@code wafer.*.started=1; wafer.*.finished=&#123;data.duration_s}; printer.offline:printer.down[&#123;subject}]=1}. */
    public void setItems(String written) {
        List<Measure> read = new ArrayList<>();
        for (String one : written.split("[;\\n]")) {
            if (!one.isBlank()) {
                read.add(measure(one.strip()));
            }
        }
        measures = read;
    }

    private static Measure measure(String written) {
        int equals = written.lastIndexOf('=');
        int colon = written.indexOf(':');
        if (equals < 1) {
            throw new IllegalArgumentException(
                    "\"" + written + "\" has no value; expected such as wafer.job.finished={data.duration_s}");
        }
        String left = written.substring(0, equals);
        boolean named = colon > 0 && colon < equals;
        return new Measure((named ? left.substring(0, colon) : left).strip(),
                new ZabbixKey(named ? left.substring(colon + 1).strip() : "{type}"),
                new SubjectTemplate(written.substring(equals + 1).strip()));
    }

    @Override
    public void process(Exchange exchange) {
        List<Event> events = EventBody.of(exchange);
        List<ZabbixValue> values = new ArrayList<>(events.size() * 2);
        Map<Integer, Refused> refused = new HashMap<>();
        for (int place = 0; place < events.size(); place++) {
            Event event = events.get(place);
            String where = host.filled(event, ZabbixItems::hostName);
            if (where == null || where.isBlank()) {
                refused.put(place, new Refused("no host in Zabbix: the event has nothing of which its name is made"));
                continue;
            }
            add(values, event, place, where);
        }
        exchange.getMessage().setBody(new ZabbixBatch(events.size(), values, refused));
    }

    private void add(List<ZabbixValue> values, Event event, int place, String where) {
        for (Measure measure : measures) {
            if (Pattern.matches(measure.types, event.type())) {
                add(values, event, place, where, measure.key.of(event),
                        Ellipsis.cut(measure.value.filled(event, value -> value), LONGEST_VALUE));
            }
        }
        if (eventItem != null) {
            add(values, event, place, where, eventItem.of(event), whole(event));
        }
    }

    private static void add(List<ZabbixValue> values, Event event, int place, String host, String key, String value) {
        if (key != null && value != null) {
            values.add(new ZabbixValue(place, new ZabbixItem(host, key), event.time(), event.time(), value));
        }
    }

    private static String hostName(String value) {
        // What Zabbix allows in a host's name.
        return value == null ? null : Ellipsis.cut(value, LONGEST_HOST).replaceAll("[^0-9a-zA-Z _.-]", "_").strip();
    }

    private static String whole(Event event) {
        byte[] json = EventJson.bytes(event);
        for (int longest = LONGEST_TEXT / 2; json.length > LONGEST_TEXT && longest > 0; longest /= 2) {
            json = EventJson.bytes(Shortened.to(event, longest));
        }
        return new String(json, java.nio.charset.StandardCharsets.UTF_8);
    }
}
