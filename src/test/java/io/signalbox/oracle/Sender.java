package io.signalbox.oracle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * What does one program send? Events of some keys, one request after another, so that it knows the order of each key's events. What is not
 * answered it sends again, with the same ids, or gives up.
 */
final class Sender implements LightCampaign.Beside {
    private static final int LARGEST = 25;
    private static final long SOON_NANOS = 20_000_000;

    private final Door door;
    private final Ledger ledger;
    private final Random random;
    private final String[] keys;
    private final int[] numbers;
    private final long pauseNanos;
    private volatile boolean stopping;

    /**
     * @param name
     *            what its keys begin with
     * @param pauseNanos
     *            between two requests
     */
    Sender(String name, int keys, Door door, Ledger ledger, long seed, long pauseNanos) {
        this.door = door;
        this.ledger = ledger;
        this.random = new Random(seed);
        this.keys = new String[keys];
        this.numbers = new int[keys];
        this.pauseNanos = pauseNanos;
        for (int i = 0; i < keys; i++) {
            this.keys[i] = name + "k" + i;
        }
    }

    /** After the request that is on its way. */
    @Override
    public void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        while (!stopping) {
            Door.Form form = Door.Form.values()[random.nextInt(3)];
            send(next(form == Door.Form.ONE ? 1 : 1 + random.nextInt(LARGEST)), form, random.nextInt(5) == 0);
            LockSupport.parkNanos(pauseNanos);
        }
    }

    /** Sends one event more of each key, and says whether all were accepted. */
    boolean sendFresh() {
        List<Id> fresh = new ArrayList<>();
        for (int key = 0; key < keys.length; key++) {
            fresh.add(new Id(keys[key], ++numbers[key]));
        }
        send(fresh, Door.Form.LIST, false);
        return fresh.stream().allMatch(id -> ledger.accepted().contains(id.toString()));
    }

    private List<Id> next(int size) {
        List<Id> ids = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            int key = random.nextInt(keys.length);
            ids.add(new Id(keys[key], ++numbers[key]));
        }
        return ids;
    }

    private void send(List<Id> ids, Door.Form form, boolean withNonsense) {
        ledger.sending(ids);
        boolean patient = random.nextInt(4) != 0;
        do {
            while (door.isClosed() && !stopping) {
                LockSupport.parkNanos(SOON_NANOS);
            }
            try {
                Door.Answer answer = door.post(ids, form, withNonsense);
                ledger.accepted(answer.ids());
                if (answer.ids().size() == ids.size()) {
                    return;
                }
                ledger.refused.incrementAndGet();
            } catch (IOException e) {
                ledger.unanswered.incrementAndGet();
            }
            LockSupport.parkNanos(SOON_NANOS);
        } while (patient && !stopping);
    }
}
