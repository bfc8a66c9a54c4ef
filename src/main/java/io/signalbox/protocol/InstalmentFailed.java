package io.signalbox.protocol;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;
import io.signalbox.bus.AsksToWait;
import io.signalbox.bus.NotNow;
import io.signalbox.bus.PartlyAccepted;
import io.signalbox.bus.Refused;

/**
 * A batch took several requests, and one of them failed: what became of each event? Those of the requests before it are delivered, its own
 * have its fate, those after it were not sent yet.
 *
 * <p>
 * Where one request held all, its failure stays as it is, for {@code routes/error-handling.camel.yaml} to judge.
 */
@Named("instalmentFailed")
@Singleton
@Unremovable // only routes name it
public final class InstalmentFailed implements Processor {
    @Override
    public void process(Exchange exchange) throws Exception {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Instalment.Batch batch = exchange.getVariable("batch", Instalment.Batch.class);
        int from = exchange.getVariable("from", 0, Integer.class);
        int until = exchange.getVariable("until", 0, Integer.class);
        int size = batch == null ? 0 : batch.events().size();
        if (until == 0 || from == 0 && (until == size || !never(failure) && !(failure instanceof PartlyAccepted))) {
            throw failure instanceof Exception exception ? exception : new IllegalStateException(failure);
        }
        Map<Integer, Exception> failures = new TreeMap<>();
        if (failure instanceof PartlyAccepted partly) {
            partly.failures().forEach((place, why) -> failures.put(from + place, why));
        } else {
            for (int i = from; i < until; i++) {
                failures.put(i, fate(failure));
            }
        }
        for (int i = until; i < size; i++) {
            failures.put(i,
                    new NotNow("not sent yet, for what came before it failed: " + words(failure), wait(failure)));
        }
        throw new PartlyAccepted(failures);
    }

    private static Exception fate(Throwable failure) {
        return never(failure) ? new Refused(words(failure)) : new NotNow(words(failure), wait(failure));
    }

    private static boolean never(Throwable failure) {
        return failure instanceof Refused || failure instanceof HttpRefusal refusal
                && refusal.getStatusCode() / 100 == 4
                && refusal.getStatusCode() != 408 && refusal.getStatusCode() != 425 && refusal.getStatusCode() != 429;
    }

    private static Duration wait(Throwable failure) {
        return failure instanceof AsksToWait asks ? asks.retryAfter() : null;
    }

    private static String words(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
