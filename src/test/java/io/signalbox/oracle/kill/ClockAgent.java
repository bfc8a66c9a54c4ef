package io.signalbox.oracle.kill;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Set;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Who is told the wrong time? Every class of ours, of Camel's and of the HTTP client that asks what time it is; elapsed time is as it is. */
public final class ClockAgent implements ClassFileTransformer {
    private static final Set<String> ASKING = Set.of("java/lang/System.currentTimeMillis()J",
            "java/time/Instant.now()Ljava/time/Instant;", "java/time/Clock.systemUTC()Ljava/time/Clock;");

    private ClockAgent() {
    }

    /** Given the file that says by how many seconds the clock is wrong. */
    public static void premain(String file, Instrumentation instrumentation) {
        SkewedTime.follow(Path.of(file));
        instrumentation.addTransformer(new ClockAgent());
    }

    @Override
    public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain,
            byte[] bytes) {
        boolean told = name != null && !name.startsWith("io/signalbox/oracle/") && (name.startsWith("io/signalbox/")
                || name.startsWith("org/apache/camel/") || name.startsWith("org/apache/hc/"));
        return told ? Calls.replaced(bytes) : null;
    }

    private static final class Calls extends ClassVisitor {
        private int replaced;

        private Calls(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        static byte[] replaced(byte[] bytes) {
            ClassReader reader = new ClassReader(bytes);
            ClassWriter writer = new ClassWriter(reader, 0);
            Calls calls = new Calls(writer);
            reader.accept(calls, 0);
            return calls.replaced == 0 ? null : writer.toByteArray();
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
                String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9,
                    super.visitMethod(access, name, descriptor, signature, exceptions)) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String type, boolean isInterface) {
                    if (ASKING.contains(owner + "." + called + type)) {
                        replaced++;
                        super.visitMethodInsn(opcode, "io/signalbox/oracle/kill/SkewedTime", called, type, false);
                    } else {
                        super.visitMethodInsn(opcode, owner, called, type, isInterface);
                    }
                }
            };
        }
    }
}
