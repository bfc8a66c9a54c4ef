package io.signalbox.api;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.EventBody;
import io.signalbox.bus.Refused;
import io.signalbox.event.Event;

/** Refuses what is about {@code refused}, until the reason is mended. */
@ApplicationScoped
@Unremovable
@Named("refusing")
public class Refusing implements Processor {
    private final Set<String> mended = ConcurrentHashMap.newKeySet();
    private final List<Event> taken = new CopyOnWriteArrayList<>();

    @Override
    public void process(Exchange exchange) throws Refused {
        Event event = EventBody.of(exchange).get(0);
        if ("refused".equals(event.subject()) && !mended.contains(event.id())) {
            throw new Refused("422 unknown service");
        }
        taken.add(event);
    }

    /** From now on it takes an event of this id. */
    void mend(String id) {
        mended.add(id);
    }

    /** What it took of an event of this id. */
    List<Event> taken(String id) {
        return taken.stream().filter(event -> event.id().equals(id)).toList();
    }
}
