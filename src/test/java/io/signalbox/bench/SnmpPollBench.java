package io.signalbox.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;

import com.sun.management.OperatingSystemMXBean;

import io.signalbox.snmp.PollStats;
import io.signalbox.snmp.SimulatedAgent;
import io.signalbox.snmp.SnmpPollComponent;

/**
 * What does it cost to poll many printers? The printers run in a process of their own, so that only the poller's time is counted.
 *
 * <pre>
 * ./mvnw -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath.txt
 * java -cp target/classes:target/test-classes:$(cat target/classpath.txt) io.signalbox.bench.SnmpPollBench [devices] [interval seconds] [seconds]
 * </pre>
 */
public final class SnmpPollBench {
    private static final int ALIVE_OF = 50;

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("printers")) {
            printers();
        } else {
            new SnmpPollBench().run(args.length > 0 ? Integer.parseInt(args[0]) : 5000,
                    args.length > 1 ? Integer.parseInt(args[1]) : 60, args.length > 2 ? Integer.parseInt(args[2]) : 60);
        }
    }

    /** One socket; the community tells the printers apart, and every fiftieth is dead. */
    private static void printers() throws Exception {
        NavigableMap<OID, Variable> values = new TreeMap<>();
        values.put(new OID("1.3.6.1.2.1.25.3.2.1.3.1"), new OctetString("HP LaserJet Enterprise M609"));
        values.put(new OID("1.3.6.1.2.1.25.3.5.1.1.1"), new Integer32(3));
        values.put(new OID("1.3.6.1.2.1.25.3.5.1.2.1"), new OctetString(new byte[2]));
        values.put(new OID("1.3.6.1.2.1.43.10.2.1.4.1.1"), new Counter32(12_000));
        String[] supplies = {"Black Cartridge", "Cyan Cartridge", "Magenta Cartridge", "Yellow Cartridge",
                "Waste Toner"};
        for (int i = 1; i <= supplies.length; i++) {
            String end = ".1." + i;
            values.put(new OID("1.3.6.1.2.1.43.11.1.1.4" + end), new Integer32(i == 5 ? 4 : 3));
            values.put(new OID("1.3.6.1.2.1.43.11.1.1.5" + end), new Integer32(i == 5 ? 4 : 21));
            values.put(new OID("1.3.6.1.2.1.43.11.1.1.6" + end), new OctetString(supplies[i - 1]));
            values.put(new OID("1.3.6.1.2.1.43.11.1.1.8" + end), new Integer32(100));
            values.put(new OID("1.3.6.1.2.1.43.11.1.1.9" + end), new Integer32(80));
        }
        SimulatedAgent agent = new SimulatedAgent("127.0.0.1", 0,
                community -> Integer.parseInt(community.substring(1)) % ALIVE_OF == 0 ? null : values);
        System.out.println(agent.port());
        System.in.read();
        agent.close();
    }

    private void run(int devices, int interval, int seconds) throws Exception {
        Process printers = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-cp",
                System.getProperty("java.class.path"), SnmpPollBench.class.getName(), "printers")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String port = printers.inputReader().lines().filter(line -> line.matches("\\d+")).findFirst().orElseThrow();
        Path folder = Files.createTempDirectory("snmp-bench");
        StringBuilder yaml = new StringBuilder(
                "defaults: {host: 127.0.0.1, port: " + port + ", profile: printer, interval: "
                        + interval + "s}\ndevices:\n");
        for (int i = 1; i <= devices; i++) {
            yaml.append("  - {id: printer-").append(i).append(", community: \"${community.").append(i).append(":c")
                    .append(i)
                    .append("}\"}\n");
        }
        Files.writeString(folder.resolve("devices.yaml"), yaml);
        LongAdder events = new LongAdder();
        DefaultCamelContext camel = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.setProperty("signalbox.routes.dir", "routes");
        properties.setProperty("signalbox.data", folder.toString());
        properties.setProperty("snmp.devices", folder.resolve("devices.yaml").toString());
        properties.setProperty("snmp.enabled", "true");
        camel.getPropertiesComponent().setOverrideProperties(properties);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:intake").process(exchange -> events.increment());
            }
        });
        PluginHelper.getRoutesLoader(camel).loadRoutes(
                PluginHelper.getResourceLoader(camel).resolveResource("file:routes/sources/snmp.camel.yaml"));
        camel.start();
        PollStats stats = SnmpPollComponent.stats(camel.getRoute("snmp").getConsumer());
        // The first round meets a cold JVM.
        Thread.sleep(Math.min(interval, 20) * 1000L);

        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        long begun = stats.begun();
        long answered = stats.answered();
        long silent = stats.silent();
        long late = stats.late();
        Thread.sleep(seconds * 1000L);
        double took = (System.nanoTime() - start) / 1e9;
        double used = (system.getProcessCpuTime() - cpu) / 1e9;
        begun = stats.begun() - begun;
        String resident = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst().orElse("VmRSS: ?");
        System.out.printf(
                "%d devices, interval %d s: %d polls begun in %.1f s = %.1f/s; %d answered, %d silent, %d late%n",
                devices, interval, begun, took, begun / took, stats.answered() - answered, stats.silent() - silent,
                stats.late() - late);
        System.out.printf("CPU %.2f s = %.1f %% of one core, %.0f µs per poll; %s; %d events%n", used,
                100 * used / took,
                used * 1e6 / begun, resident.replaceAll("\\s+", " "), events.sum());
        camel.stop();
        printers.getOutputStream().close();
        printers.waitFor();
    }
}
