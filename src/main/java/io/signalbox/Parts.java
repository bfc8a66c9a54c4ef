package io.signalbox;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.configuration.MemorySize;
import io.signalbox.bus.Backends;
import io.signalbox.bus.Bus;
import io.signalbox.bus.OverlayFile;
import io.signalbox.bus.Overlays;
import io.signalbox.bus.journal.Journal;
import io.signalbox.bus.journal.Limits;
import io.signalbox.bus.journal.WallClock;
import io.signalbox.bus.memory.MemoryBus;
import io.signalbox.event.Catalogue;
import io.signalbox.event.EventReader;
import io.signalbox.event.Normaliser;
import io.signalbox.reload.KameletSecrets;

/** Of what is the application made? The parts that routes and API share, one of each. */
@ApplicationScoped
public class Parts {
    private static final int MEMORY_EVENTS = 100_000;

    @Produces
    @Singleton
    @Unremovable
    Catalogue catalogue() {
        return Catalogue.load();
    }

    @Produces
    @Singleton
    EventReader reader(Catalogue catalogue, @ConfigProperty(name = "signalbox.intake.source") String source,
            @ConfigProperty(name = "signalbox.intake.max-future") Duration maxFuture) {
        return new EventReader(new Normaliser(catalogue, Clock.systemUTC(), source, maxFuture));
    }

    @Produces
    @Singleton
    @Unremovable
    Bus bus(@ConfigProperty(name = "signalbox.bus") String kind, @ConfigProperty(name = "signalbox.data") Path data,
            @ConfigProperty(name = "signalbox.duplicates.window") Duration window,
            @ConfigProperty(name = "signalbox.journal.retention") Duration retention,
            @ConfigProperty(name = "signalbox.journal.max-size") MemorySize maxSize,
            @ConfigProperty(name = "signalbox.journal.min-free") MemorySize minFree,
            @ConfigProperty(name = "signalbox.journal.max-waiting") MemorySize maxWaiting) {
        return switch (kind) {
            case "journal" -> Journal.open(data, WallClock.system(), window, retention,
                    new Limits(maxSize.asLongValue(), minFree.asLongValue(), maxWaiting.asLongValue()));
            case "memory" -> new MemoryBus(Clock.systemUTC(), window, MEMORY_EVENTS);
            default ->
                throw new IllegalArgumentException("signalbox.bus is \"" + kind + "\"; expected journal or memory");
        };
    }

    void close(@Disposes Bus bus) {
        bus.close();
    }

    @Produces
    @Singleton
    @Unremovable
    Backends backends(Backends.Observer observer, KameletSecrets secrets,
            @ConfigProperty(name = "signalbox.bus") String kind, @ConfigProperty(name = "signalbox.data") Path data) {
        OverlayFile file = new OverlayFile(data);
        // A bus in memory writes nothing, and so forgets what is changed; what an instance with a journal has kept here still counts.
        Overlays overlays = new Overlays(file.read(), kind.equals("memory") ? Overlays.Store.NONE : file);
        return new Backends(observer, secrets::mask, overlays);
    }
}
