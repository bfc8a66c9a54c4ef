package io.signalbox.bus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;

/** What may the router look at? What all events of a group share, as headers: a header costs it a tenth of what a look into the body does. */
@ApplicationScoped
@Unremovable
@Named("group-headers")
public class GroupHeaders implements Processor {
    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        Group group = message.getBody(Group.class);
        message.setHeader("type", group.type());
        message.setHeader("severity", group.severity().text());
        message.setHeader("source", group.source());
        message.setHeader("state", group.state().text());
    }
}
