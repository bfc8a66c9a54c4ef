package io.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.signalbox.bus.Batch;
import io.signalbox.bus.Bus;
import io.signalbox.bus.Search;
import io.signalbox.bus.memory.MemoryBus;
import io.signalbox.event.Catalogue;
import io.signalbox.event.EventReader;
import io.signalbox.event.InvalidEvent;
import io.signalbox.event.Normaliser;

/** What a client gets that follows the events. */
class TailTest {
    private final Bus bus = new MemoryBus(Clock.systemUTC(), Duration.ofHours(1), 1_000);
    private final EventReader reader = new EventReader(
            new Normaliser(Catalogue.load(), Clock.systemUTC(), "test", Duration.ofHours(1)));
    private final List<String> heard = new ArrayList<>();
    private Flow.Subscription subscription;

    @Test
    void itGetsWhatItAskedForAsFastAsItTakesItAndNothingElse() throws Exception {
        follow("printer.*", 100);
        send("printer.offline", "job.failed", "printer.online");
        assertThat(heard).isEmpty();

        subscription.request(1);
        assertThat(heard).containsExactly("printer.offline");

        subscription.request(10);
        send("printer.jam", "group.created");
        assertThat(heard).containsExactly("printer.offline", "printer.online", "printer.jam");
    }

    @Test
    void oneThatIsTooSlowIsToldSoAndSentNoMore() throws Exception {
        follow(null, 100);
        subscription.request(1);
        send("job.failed");
        send(IntStream.range(0, 101).mapToObj(i -> "printer.offline").toArray(String[]::new));
        subscription.request(10);
        send("printer.online");

        assertThat(heard).containsExactly("job.failed", "101 behind", "the end");
    }

    @Test
    void oneThatIsGoneIsSentNothing() throws Exception {
        follow(null, 100);
        subscription.request(10);
        subscription.cancel();
        send("job.failed");

        assertThat(heard).isEmpty();
    }

    private void send(String... types) throws InvalidEvent {
        List<io.signalbox.event.Event> events = new ArrayList<>();
        for (String type : types) {
            events.add(reader.event(java.util.Map.of("type", type)));
        }
        bus.append(new Batch(events));
    }

    private void follow(String type, long mostBehind) {
        Search search = new Search(type, null, null, null, null, null, null, null, Long.MAX_VALUE, 1);
        new Tail(bus, bus.end(), search, mostBehind, Runnable::run, new Flow.Subscriber<Tail.Word>() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
            }

            @Override
            public void onNext(Tail.Word word) {
                heard.add(word instanceof Tail.Heard event
                        ? event.entry().event().type()
                        : ((Tail.TooSlow) word).behind() + " behind");
            }

            @Override
            public void onError(Throwable failure) {
                heard.add(failure.toString());
            }

            @Override
            public void onComplete() {
                heard.add("the end");
            }
        }).start();
    }
}
