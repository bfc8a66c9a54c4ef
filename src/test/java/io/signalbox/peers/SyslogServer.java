package io.signalbox.peers;

import java.io.IOException;
import java.util.List;

/** What does a real syslog server understand? One on loopback that writes down what it received, the same way whatever program it is. */
public interface SyslogServer extends AutoCloseable {
    /** Where it listens for {@code udp}, {@code tcp} (with octet counts), {@code lines} (TCP without them) or {@code tls}. */
    int port(String protocol);

    /**
     * What it received so far, each as
     * {@code udp|pri=132|time=2026-11-21T08:00:00.123000+00:00|host=box|app=signalbox|msgid=-|sd=-|msg=…}
     */
    List<String> received() throws IOException;

    @Override
    void close() throws InterruptedException;
}
