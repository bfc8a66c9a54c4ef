package io.signalbox.bus.journal;

import static io.signalbox.bus.Batches.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.signalbox.bus.Block;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/** A block holds what was added to it, whether that lay in one array or not. */
class BlockDataTest {
    private final List<Event> some = IntStream.range(0, 5).mapToObj(at -> event("some-" + at)).toList();
    private final List<Event> others = IntStream.range(0, 3).mapToObj(at -> event("others-" + at)).toList();
    private final EventJson.Encoded batch = EventJson.bytes(some);
    private final EventJson.Encoded other = EventJson.bytes(others);
    private final BlockData data = new BlockData();
    private final List<Event> added = new ArrayList<>();

    private void add(EventJson.Encoded encoded, List<Event> events, int... places) {
        for (int place : places) {
            added.add(events.get(place));
            data.add(added.size(), encoded, place);
        }
    }

    private void assertHoldsThem() {
        byte[] bytes = data.toBytes();
        assertThat(data.length()).isEqualTo(bytes.length);
        Block block = BlockCodec.unpack(1, added.size(), 0, BlockCodec.checksum(bytes), bytes);
        assertThat(block.events()).containsExactlyElementsOf(added);
        assertThat(block.channels()).containsExactly(IntStream.rangeClosed(1, added.size()).asLongStream().toArray());
    }

    @Test
    void aBatchAsItLiesIsTheBlock() {
        add(batch, some, 0, 1, 2, 3, 4);
        assertHoldsThem();
        assertThat(data.toBytes()).isSameAs(batch.bytes());
    }

    @Test
    void theBeginningOfABatch() {
        add(batch, some, 0, 1, 2);
        assertHoldsThem();
    }

    @Test
    void aBatchWithoutItsFirst() {
        add(batch, some, 1, 2, 3, 4);
        assertHoldsThem();
    }

    @Test
    void aBatchWithAHole() {
        add(batch, some, 0, 1, 3, 4);
        assertHoldsThem();
    }

    @Test
    void oneBatchAfterAnother() {
        add(batch, some, 0, 1, 2, 3, 4);
        add(other, others, 0, 1, 2);
        add(batch, some, 0, 1, 2, 3, 4);
        assertHoldsThem();
    }

    @Test
    void anotherFormOfAnEventAmidABatch() {
        add(batch, some, 0, 1);
        added.add(others.get(0));
        data.add(added.size(), EventJson.bytes(others.get(0)));
        add(batch, some, 3, 4);
        assertHoldsThem();
    }

    @Test
    void aBatchThatWasInACommitThatFailed() {
        add(batch, some, 0, 1, 2, 3, 4);
        BlockData again = new BlockData();
        for (int place = 0; place < some.size(); place++) {
            again.add(place + 7, batch, place);
        }
        byte[] bytes = again.toBytes();
        Block block = BlockCodec.unpack(1, some.size(), 0, BlockCodec.checksum(bytes), bytes);
        assertThat(block.channels()).containsExactly(7, 8, 9, 10, 11);
        assertThat(block.events()).containsExactlyElementsOf(some);
    }
}
