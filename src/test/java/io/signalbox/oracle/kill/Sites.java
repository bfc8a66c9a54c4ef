package io.signalbox.oracle.kill;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Where in a class does a point lie? Calls to {@link KillAgent#pass} are put there. */
final class Sites extends ClassVisitor {
    private static final String AGENT = KillAgent.class.getName().replace('.', '/');

    private final KillPoint point;
    private int found;

    private Sites(KillPoint point, ClassVisitor next) {
        super(Opcodes.ASM9, next);
        this.point = point;
    }

    /** The class with those calls in it; null where the point does not lie in it. */
    static byte[] in(byte[] type, KillPoint point) {
        ClassReader reader = new ClassReader(type);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        Sites sites = new Sites(point, writer);
        reader.accept(sites, 0);
        return sites.found == 0 ? null : writer.toByteArray();
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
            String[] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
        boolean real = (access & (Opcodes.ACC_BRIDGE | Opcodes.ACC_ABSTRACT)) == 0;
        return real && name.equals(point.method()) ? new Marked(next) : next;
    }

    private final class Marked extends MethodVisitor {
        Marked(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            mark(KillPoint.Where.ENTRY);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                mark(KillPoint.Where.RETURN);
            }
            super.visitInsn(opcode);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            boolean named = name.equals(point.call());
            if (named) {
                mark(KillPoint.Where.BEFORE);
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            if (named) {
                mark(KillPoint.Where.AFTER);
            }
        }

        private void mark(KillPoint.Where here) {
            if (here == point.where()) {
                found++;
                super.visitMethodInsn(Opcodes.INVOKESTATIC, AGENT, "pass", "()V", false);
            }
        }
    }
}
