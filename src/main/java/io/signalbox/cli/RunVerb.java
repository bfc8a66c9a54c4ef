package io.signalbox.cli;

import java.util.concurrent.Callable;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.RegisterForReflection;

import picocli.CommandLine.Command;

/** Runs the routes until it is told to stop. */
@RegisterForReflection // picocli reads its annotations
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs the routes until a signal ends it (the default).", footer = {
        "", "Example:", "  SLACK_ENABLED=true SLACK_WEBHOOK_URL=https://hooks.slack.com/services/… signalbox run"})
public final class RunVerb implements Callable<Integer> {
    /** The code of a verb whose end ends the process by itself. */
    static final int RUNNING = -1;

    @Override
    public Integer call() {
        EnvironmentBackends.add(System.getenv());
        Quarkus.run();
        return RUNNING;
    }
}
