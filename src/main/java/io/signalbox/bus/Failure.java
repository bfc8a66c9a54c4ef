package io.signalbox.bus;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.util.NoSuchElementException;

import javax.net.ssl.SSLException;

import org.apache.camel.processor.ThrottlerRejectedExecutionException;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Of what kind is a failure after which an event is tried again? {@code routes/error-handling.camel.yaml} sorts them. */
// It names these.
@RegisterForReflection(targets = {SocketException.class, UnknownHostException.class, SocketTimeoutException.class,
        SSLException.class, UnresolvedAddressException.class, NullPointerException.class, ClassCastException.class,
        IllegalArgumentException.class, IndexOutOfBoundsException.class, ArithmeticException.class,
        UnsupportedOperationException.class, StackOverflowError.class, DateTimeException.class,
        NoSuchElementException.class, JsonProcessingException.class, Throwable.class,
        ThrottlerRejectedExecutionException.class})
enum Failure {
    /** The backend answered that it won't take the event now. */
    REFUSED,
    /** It asked to be left alone for a while; nothing is wrong with it. */
    THROTTLED,
    /** Nobody answered. */
    UNREACHABLE,
    /** Our own code failed, before anything was sent. */
    BUG;

    /** Whether it says something about the event, so that it counts where the number of attempts is bounded. */
    boolean isAnswer() {
        return this == REFUSED || this == BUG;
    }
}
