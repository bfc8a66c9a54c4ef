package io.signalbox.bus.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;

import io.signalbox.bus.Batch;
import io.signalbox.bus.Block;
import io.signalbox.bus.OpenProblems;
import io.signalbox.bus.Receipt;
import io.signalbox.event.Event;
import io.signalbox.event.EventJson;

/**
 * Which block do the batches of one commit make? Duplicates are left out, for here alone it is certain what came before; an event that ends
 * a problem learns which, and goes wherever that went.
 */
final class Commit {
    private final long first;
    private final Instant now;
    private final long rememberedSince;
    private final IdIndex ids;
    private final OpenProblems problems;
    private final OpenProblems.Changes changes;
    private final Blocks blocks;
    private final Statements statements;

    private final List<Event> events = new ArrayList<>();
    private final BlockData data = new BlockData();
    private long[] hashes = new long[64];
    private long[] channels = new long[64];

    Commit(long first, Instant now, long rememberedSince, IdIndex ids, OpenProblems problems,
            OpenProblems.Changes changes, Blocks blocks,
            Statements statements) {
        this.first = first;
        this.now = now;
        this.rememberedSince = rememberedSince;
        this.ids = ids;
        this.problems = problems;
        this.changes = changes;
        this.blocks = blocks;
        this.statements = statements;
    }

    int size() {
        return events.size();
    }

    Receipt add(Batch batch, EventJson.Encoded encoded) throws SQLException {
        BitSet duplicates = new BitSet();
        int count = batch.events().size();
        for (int place = 0; place < count; place++) {
            Event event = batch.events().get(place);
            long hash = IdIndex.hash(event.id());
            if (ids.anySince(hash, rememberedSince, statements.connection(), sameId(event.id()))) {
                duplicates.set(place);
            } else {
                ids.add(hash, first + events.size());
                take(event, hash, encoded, place, batch.channels(place));
            }
        }
        return new Receipt(count - duplicates.cardinality(), duplicates);
    }

    private LongPredicate sameId(String id) {
        return seq -> {
            if (seq >= first) {
                return events.get((int) (seq - first)).id().equals(id);
            }
            Block block = blocks.at(seq);
            return block != null && block.first() <= seq && block.entry(seq).event().id().equals(id)
                    && block.received().toEpochMilli() > rememberedSince;
        };
    }

    private void take(Event event, long hash, EventJson.Encoded encoded, int place, long bits) {
        OpenProblems.Open ended = null;
        if (event.resolved()) {
            ended = problems.end(event, changes);
        } else {
            problems.begin(event, bits, changes);
        }
        int at = events.size();
        if (at == channels.length) {
            channels = Arrays.copyOf(channels, at * 2);
            hashes = Arrays.copyOf(hashes, at * 2);
        }
        hashes[at] = hash;
        if (ended == null) {
            channels[at] = bits;
            events.add(event);
            data.add(bits, encoded, place);
        } else {
            channels[at] = bits | ended.channels();
            Event ending = event.ending(new Event.Problem(ended.type(), ended.severity()));
            events.add(ending);
            data.add(channels[at], EventJson.bytes(ending));
        }
    }

    /** Writes the row; there must be an event. */
    Block write() throws SQLException {
        BlockRow.insert(statements, first, now.toEpochMilli(), events, hashes, data.toBytes());
        return new Block(first, now, events.toArray(Event[]::new), Arrays.copyOf(channels, events.size()));
    }

    /** How many bytes its events take. */
    int bytes() {
        return data.length();
    }
}
