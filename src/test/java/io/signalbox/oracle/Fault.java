package io.signalbox.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** How may an HTTP backend fail, and what is to become of its event? */
enum Fault {
    BAD_REQUEST("400 Bad Request", Fate.DEAD), UNAUTHORIZED("401 Unauthorized", Fate.DEAD), FORBIDDEN("403 Forbidden",
            Fate.DEAD), NOT_FOUND("404 Not Found", Fate.DEAD), CONFLICT("409 Conflict", Fate.DEAD), TOO_LARGE(
                    "413 Content Too Large",
                    Fate.DEAD), UNPROCESSABLE("422 Unprocessable Content", Fate.DEAD), REQUEST_TIMEOUT(
                            "408 Request Timeout",
                            Fate.RETRIED), SLOW_DOWN("429 Too Many Requests", Fate.RETRIED), SLOW_DOWN_SECONDS(
                                    "429 Too Many Requests", Fate.RETRIED,
                                    "Retry-After: 1"), SLOW_DOWN_DATE("429 Too Many Requests", Fate.RETRIED,
                                            "Retry-After: " + DateTimeFormatter.RFC_1123_DATE_TIME
                                                    .format(ZonedDateTime.now(ZoneOffset.UTC)
                                                            .plusSeconds(5))), SLOW_DOWN_NEGATIVE(
                                                                    "429 Too Many Requests", Fate.RETRIED,
                                                                    "Retry-After: -5"), SLOW_DOWN_YEAR_9999(
                                                                            "429 Too Many Requests", Fate.RETRIED,
                                                                            "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"), INTERNAL(
                                                                                    "500 Internal Server Error",
                                                                                    Fate.RETRIED), BAD_GATEWAY(
                                                                                            "502 Bad Gateway",
                                                                                            Fate.RETRIED), UNAVAILABLE(
                                                                                                    "503 Service Unavailable",
                                                                                                    Fate.RETRIED,
                                                                                                    "Retry-After: nonsense"), GATEWAY_TIMEOUT(
                                                                                                            "504 Gateway Timeout",
                                                                                                            Fate.RETRIED),
    /** A redirect is not followed: events go where they were told to, and nowhere else. */
    MOVED("301 Moved Permanently", Fate.RETRIED, "Location: /ELSEWHERE"), FOUND("302 Found", Fate.RETRIED,
            "Location: /ELSEWHERE"), REDIRECT("307 Temporary Redirect", Fate.RETRIED, "Location: /ELSEWHERE"),
    /** Nobody answers, ever. */
    BLACK_HOLE(Fate.RETRIED) {
        @Override
        boolean answer(Socket socket) throws InterruptedException {
            Thread.sleep(LONG_MILLIS);
            return false;
        }
    },
    RESET(Fate.RETRIED) {
        @Override
        boolean answer(Socket socket) throws IOException {
            socket.setSoLinger(true, 0);
            return false;
        }
    },
    RESET_MID_BODY(Fate.RETRIED) {
        @Override
        boolean answer(Socket socket) throws IOException, InterruptedException {
            write(socket, HEAD + "Content-Length: 1000\r\n\r\nall is w");
            Thread.sleep(50);
            socket.setSoLinger(true, 0);
            return false;
        }
    },
    TRICKLING_HEAD(Fate.RETRIED) {
        @Override
        boolean answer(Socket socket) throws IOException, InterruptedException {
            trickle(socket, HEAD + "X-Patience: " + "x".repeat(1_000));
            return false;
        }
    },
    TRICKLING_BODY(Fate.RETRIED) {
        @Override
        boolean answer(Socket socket) throws IOException, InterruptedException {
            write(socket, HEAD + "Content-Length: 1000\r\n\r\n");
            trickle(socket, "x".repeat(1_000));
            return false;
        }
    },
    /** It has said yes; what it goes on to say is cut off. */
    ENDLESS(Fate.ACCEPTED) {
        @Override
        boolean answer(Socket socket) throws IOException {
            write(socket, HEAD + "Transfer-Encoding: chunked\r\n\r\n");
            String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
            while (true) {
                write(socket, chunk);
            }
        }
    };

    /** What is to become of an event. */
    enum Fate {
        /** Dead letter at once, with the answer's text. */
        DEAD,
        /** Tried again until the fault ends. */
        RETRIED,
        /** Delivered. */
        ACCEPTED
    }

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
    private static final long LONG_MILLIS = 60_000;
    private static final long DRIP_MILLIS = 300;

    private final String status;
    private final String header;
    private final Fate fate;

    Fault(Fate fate) {
        this(null, fate);
    }

    Fault(String status, Fate fate) {
        this(status, fate, "X-Fault: yes");
    }

    Fault(String status, Fate fate, String header) {
        this.status = status;
        this.fate = fate;
        this.header = header;
    }

    Fate fate() {
        return fate;
    }

    /** What is in the body of a refusal; not its name, which is part of a URL, and so is masked. */
    String words() {
        return "no, for reason " + ordinal();
    }

    /** Fails; whether the connection may be used again is the result. */
    boolean answer(Socket socket) throws IOException, InterruptedException {
        return RawHttp.say(socket, status, header + "\r\n", words());
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    private static void trickle(Socket socket, String text) throws IOException, InterruptedException {
        OutputStream out = socket.getOutputStream();
        for (byte b : text.getBytes(UTF_8)) {
            out.write(b);
            Thread.sleep(DRIP_MILLIS);
        }
    }
}
