package io.signalbox.bus;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** How does a test stand between a bus and who uses it? One method is the test's, the others are the real ones. */
interface Instead {
    Object call(Object[] arguments) throws Exception;

    /** The same, but for one method. */
    static <T> T of(Class<T> type, T real, String name, Instead instead) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals(name) ? instead.call(arguments) : method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
