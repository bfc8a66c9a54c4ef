package io.signalbox.bus;

import java.util.ArrayDeque;
import java.util.Deque;

/** Which dead letters are to be sent? They pass no filter: somebody asked for these. */
final class ReplayedLetters implements ReplayFeed.Supply {
    private static final int PAGE = 100;

    private final Replays replays;
    private final long number;
    private final Deque<DeadLetter> page = new ArrayDeque<>();
    private long position;
    private boolean exhausted;

    ReplayedLetters(Replays replays, long number) {
        this.replays = replays;
        this.number = number;
    }

    @Override
    public Entry next() {
        if (page.isEmpty()) {
            page.addAll(replays.letters(number, position, PAGE));
            exhausted = page.isEmpty();
            return null;
        }
        DeadLetter letter = page.poll();
        position = letter.seq();
        return new Entry(letter.seq(), 0, letter.at(), letter.event());
    }

    @Override
    public boolean exhausted() {
        return exhausted;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long missing(long before) {
        return 0;
    }
}
