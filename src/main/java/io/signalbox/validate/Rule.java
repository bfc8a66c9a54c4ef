package io.signalbox.validate;

import java.util.function.Consumer;

/** What is wrong with the routes, by one thing that must hold? */
interface Rule {
    void check(RouteSet routes, Consumer<Finding> found);
}
