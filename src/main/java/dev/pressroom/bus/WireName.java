package dev.pressroom.bus;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of a message's codec on the event bus. Nodes of two versions run side by side: a released name never changes, even
 * when the class is renamed, and a message that the other version would misread gets a new name.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface WireName {
    String value();
}
