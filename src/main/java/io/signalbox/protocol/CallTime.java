package io.signalbox.protocol;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.util.Timeout;

/**
 * When is a call over, whatever its state? Answers may come byte by byte, each within the time that one read is given: so the whole has an
 * end too. The look-up of a name, which nothing can cut short, does not count: else a backend whose name takes longer than its answer may
 * would never be reached, however often it is tried.
 */
final class CallTime implements DnsResolver {
    private final Timeout timeout;
    private final ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(1, CallTime::thread);
    private final ThreadLocal<Call> calls = new ThreadLocal<>();

    CallTime(Timeout timeout) {
        this.timeout = timeout;
        // A sink that is no longer used leaves no thread behind.
        deadlines.setKeepAliveTime(1, TimeUnit.MINUTES);
        deadlines.allowCoreThreadTimeOut(true);
        deadlines.setRemoveOnCancelPolicy(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "http-deadlines");
        thread.setDaemon(true);
        return thread;
    }

    /** What is called. */
    interface Calling<T> {
        T call() throws IOException, HttpException;
    }

    /** Calls, and cancels the request when its time is over. */
    <T> T within(Cancellable request, Calling<T> calling) throws IOException, HttpException {
        Call call = new Call(request);
        calls.set(call);
        call.goOn();
        try {
            return calling.call();
        } catch (IOException | IllegalStateException e) {
            if (call.late) {
                throw (IOException) new InterruptedIOException("no whole answer within " + timeout).initCause(e);
            }
            throw e;
        } finally {
            call.stop();
            calls.remove();
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        Call call = calls.get();
        if (call == null) {
            return SystemDefaultDnsResolver.INSTANCE.resolve(host);
        }
        call.stop();
        try {
            return SystemDefaultDnsResolver.INSTANCE.resolve(host);
        } finally {
            call.goOn();
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }

    /** One call, and the time that it has left. */
    private final class Call {
        private final Cancellable request;
        private long leftNanos = timeout.toNanoseconds();
        private ScheduledFuture<?> end;
        private volatile boolean late;

        Call(Cancellable request) {
            this.request = request;
        }

        void stop() {
            leftNanos = end.getDelay(TimeUnit.NANOSECONDS);
            end.cancel(false);
        }

        void goOn() {
            end = deadlines.schedule(() -> {
                late = true;
                request.cancel();
            }, leftNanos, TimeUnit.NANOSECONDS);
        }
    }
}
