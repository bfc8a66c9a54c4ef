package io.signalbox.oracle;

/** What runs beside a test, and does not outlive it? */
final class Threads {
    private Threads() {
    }

    static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
