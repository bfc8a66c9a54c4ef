package io.signalbox.snmp;

import java.io.Closeable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** At which address is a host? A slow name server holds up nobody but the devices that are known by name. */
final class Addresses implements Closeable {
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|.*:.*");
    private final ThreadPoolExecutor askers = new ThreadPoolExecutor(8, 8, 10, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), Poller.threads("snmp-names"));

    Addresses() {
        askers.allowCoreThreadTimeOut(true);
    }

    CompletableFuture<InetAddress> find(String host) {
        return LITERAL.matcher(host).matches()
                ? CompletableFuture.completedFuture(host).thenApply(Addresses::ask)
                : CompletableFuture.supplyAsync(() -> ask(host), askers);
    }

    private static InetAddress ask(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public void close() {
        askers.shutdownNow();
    }
}
