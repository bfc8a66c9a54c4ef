package io.signalbox.oracle.kill;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import org.objectweb.asm.ClassReader;

/** What is given to a JVM that is to be killed, or to be told a wrong time? An agent, in a jar that is made for the test. */
public record AgentJar(Path file) {

    /** Makes the one that kills. */
    public static AgentJar killing(Path directory) throws IOException {
        return make(directory, "KillAgent", "KillPoint", "KillPoint$Where", "Sites", "Sites$Marked");
    }

    /** Makes the one that tells a wrong time. */
    public static AgentJar skewing(Path directory) throws IOException {
        return make(directory, "ClockAgent", "SkewedTime", "SkewedTime$Wrong", "ClockAgent$Calls",
                "ClockAgent$Calls$1");
    }

    /** What a JVM must be told besides to die at a point when it passes there for the n-th time. */
    public String option(KillPoint point, int pass) {
        return "-javaagent:" + file + "=" + point + "," + pass;
    }

    /** What a JVM must be told besides so that its clock is wrong by as many seconds as a file says. */
    public String option(Path seconds) {
        return "-javaagent:" + file + "=" + seconds;
    }

    private static AgentJar make(Path directory, String... classes) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Premain-Class", AgentJar.class.getPackageName() + "." + classes[0]);
        main.put(Attributes.Name.CLASS_PATH,
                ClassReader.class.getProtectionDomain().getCodeSource().getLocation().toString());
        Path file = directory.resolve(classes[0] + ".jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (String name : classes) {
                String entry = "io/signalbox/oracle/kill/" + name + ".class";
                jar.putNextEntry(new ZipEntry(entry));
                try (InputStream bytes = AgentJar.class.getResourceAsStream("/" + entry)) {
                    bytes.transferTo(jar);
                }
                jar.closeEntry();
            }
        }
        return new AgentJar(file);
    }
}
