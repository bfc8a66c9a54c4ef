package io.signalbox.oracle.kill;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * When does this process die? When it passes a point for the n-th time: at once, without a last word, a handler or a flushed stream. It then
 * ends with {@link #KILLED}, so that a death elsewhere is told apart.
 */
public final class KillAgent implements ClassFileTransformer {
    public static final int KILLED = 86;
    /** The class is there and the point in it is not. */
    public static final int NO_SUCH_POINT = 87;
    private static final AtomicInteger LEFT = new AtomicInteger();

    private final KillPoint point;

    private KillAgent(KillPoint point) {
        this.point = point;
    }

    /** Given as {@code POINT,n}. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        String[] words = arguments.split(",");
        LEFT.set(Integer.parseInt(words[1]));
        instrumentation.addTransformer(new KillAgent(KillPoint.valueOf(words[0])));
    }

    /** Called where the point lies. */
    public static void pass() {
        if (LEFT.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    @Override
    public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain,
            byte[] bytes) {
        if (name == null || !name.replace('/', '.').equals(point.type())) {
            return null;
        }
        byte[] marked = Sites.in(bytes, point);
        if (marked == null) {
            System.err.println("there is no " + point + " in " + name);
            Runtime.getRuntime().halt(NO_SUCH_POINT);
        }
        return marked;
    }
}
