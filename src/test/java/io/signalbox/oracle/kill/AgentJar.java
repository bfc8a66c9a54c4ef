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

/** What is given to a JVM that is to be killed? The agent, in a jar that is made for the test. */
public record AgentJar(Path file) {

    /** Makes it in a directory. */
    public static AgentJar in(Path directory) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Premain-Class", KillAgent.class.getName());
        main.put(Attributes.Name.CLASS_PATH,
                ClassReader.class.getProtectionDomain().getCodeSource().getLocation().toString());
        Path file = directory.resolve("kill-agent.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (String name : new String[]{"KillAgent", "KillPoint", "KillPoint$Where", "Sites", "Sites$Marked"}) {
                String entry = "io/signalbox/oracle/kill/" + name + ".class";
                jar.putNextEntry(new ZipEntry(entry));
                try (InputStream bytes = KillAgent.class.getResourceAsStream("/" + entry)) {
                    bytes.transferTo(jar);
                }
                jar.closeEntry();
            }
        }
        return new AgentJar(file);
    }
}
