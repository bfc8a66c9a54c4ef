package io.signalbox.snmp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

/** Which printers does a newcomer see in the first minute? Three that are played here, on loopback: they print, jam, run dry and go away. */
@ApplicationScoped
public class DemoPrinters {
    private static final Logger LOG = LoggerFactory.getLogger(DemoPrinters.class);
    private static final OctetString NOTHING_WRONG = new OctetString(new byte[]{0, 0});
    private static final OctetString JAMMED = new OctetString(new byte[]{0x04, 0});

    private final boolean enabled;
    private final String host;
    private final int[] ports;
    private final List<SimulatedAgent> agents = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Poller.threads("demo-printers"));
    private final NavigableMap<OID, Variable> hp = printer("HP LaserJet Enterprise M609");
    private final NavigableMap<OID, Variable> lexmark = printer("Lexmark MS826de");
    private final NavigableMap<OID, Variable> brother = printer("Brother HL-L6450DW");
    private volatile boolean away;
    private int second;

    public DemoPrinters(@ConfigProperty(name = "signalbox.demo.enabled", defaultValue = "false") boolean enabled,
            @ConfigProperty(name = "signalbox.demo.host", defaultValue = "127.0.0.1") String host,
            @ConfigProperty(name = "signalbox.demo.hp-101.port", defaultValue = "16101") int hpPort,
            @ConfigProperty(name = "signalbox.demo.lexmark-102.port", defaultValue = "16102") int lexmarkPort,
            @ConfigProperty(name = "signalbox.demo.brother-103.port", defaultValue = "16103") int brotherPort) {
        this.enabled = enabled;
        this.host = host;
        this.ports = new int[]{hpPort, lexmarkPort, brotherPort};
    }

    void start(@Observes StartupEvent event) throws IOException {
        if (enabled) {
            open();
            clock.scheduleAtFixedRate(() -> play(second++), 0, 1, TimeUnit.SECONDS);
        }
    }

    void open() throws IOException {
        agents.add(new SimulatedAgent(host, ports[0], community -> hp));
        agents.add(new SimulatedAgent(host, ports[1], community -> lexmark));
        agents.add(new SimulatedAgent(host, ports[2], community -> away ? null : brother));
        LOG.info("Three printers are played on {}, ports {}, {} and {}", host, ports[0], ports[1], ports[2]);
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        clock.shutdownNow();
        for (SimulatedAgent agent : agents) {
            agent.close();
        }
    }

    /** What happens in each second; every two minutes it begins again. */
    void play(int now) {
        int second = now % 120;
        boolean printing = second >= 10 && second < 25;
        long printed = 48_210L + 15L * (now / 120) + Math.max(0, Math.min(15, second - 10));
        hp.put(new OID("1.3.6.1.2.1.43.10.2.1.4.1.1"), new Counter32(printed));
        hp.put(new OID("1.3.6.1.2.1.25.3.5.1.1.1"), new Integer32(printing ? 4 : 3));
        hp.put(new OID("1.3.6.1.2.1.25.3.5.1.2.1"), second >= 40 && second < 70 ? JAMMED : NOTHING_WRONG);
        lexmark.put(new OID("1.3.6.1.2.1.43.11.1.1.9.1.1"),
                new Integer32(second >= 90 ? 100 : Math.max(2, 20 - second / 2)));
        away = second >= 30 && second < 75;
    }

    private static NavigableMap<OID, Variable> printer(String model) {
        NavigableMap<OID, Variable> values = new ConcurrentSkipListMap<>();
        values.put(new OID("1.3.6.1.2.1.25.3.2.1.3.1"), new OctetString(model));
        values.put(new OID("1.3.6.1.2.1.25.3.5.1.1.1"), new Integer32(3));
        values.put(new OID("1.3.6.1.2.1.25.3.5.1.2.1"), NOTHING_WRONG);
        values.put(new OID("1.3.6.1.2.1.43.10.2.1.4.1.1"), new Counter32(12_000));
        values.put(new OID("1.3.6.1.2.1.43.11.1.1.4.1.1"), new Integer32(3));
        values.put(new OID("1.3.6.1.2.1.43.11.1.1.5.1.1"), new Integer32(21));
        values.put(new OID("1.3.6.1.2.1.43.11.1.1.6.1.1"), new OctetString("Black Cartridge"));
        values.put(new OID("1.3.6.1.2.1.43.11.1.1.8.1.1"), new Integer32(100));
        values.put(new OID("1.3.6.1.2.1.43.11.1.1.9.1.1"), new Integer32(80));
        return values;
    }
}
