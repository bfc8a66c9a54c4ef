package io.signalbox.api;

import java.io.IOException;
import java.util.function.UnaryOperator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.jboss.logging.Logger;

import io.signalbox.bus.Backends;
import io.signalbox.bus.Overlay;
import io.vertx.core.http.HttpServerRequest;

/** What is changed of a backend while it runs? It is kept, and then said in the log, with the address of whoever asked for it. */
@ApplicationScoped
public class OverlayChange {
    private static final Logger LOG = Logger.getLogger("io.signalbox.changes");

    private final BackendList list;
    private final Backends backends;

    @Inject
    public OverlayChange(BackendList list, Backends backends) {
        this.list = list;
        this.backends = backends;
    }

    /**
     * @param what
     *            in words, for the log
     */
    Overlay make(String name, HttpServerRequest by, String what, UnaryOperator<Overlay> change) {
        list.named(name);
        try {
            Overlay now = backends.change(name, change);
            said(by, "Integration " + name + ": " + what);
            return now;
        } catch (IOException e) {
            throw new ApiProblem(503, "Not kept", "this could not be kept, and has not changed anything: " + e
                    + "; see to the disk, and ask again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiProblem(503, "Interrupted", "this process is being stopped; ask again when it is back");
        }
    }

    static void said(HttpServerRequest by, String what) {
        LOG.infof("%s (asked by %s)", what.replaceAll("\\p{Cntrl}", "?"), by.remoteAddress().hostAddress());
    }
}
