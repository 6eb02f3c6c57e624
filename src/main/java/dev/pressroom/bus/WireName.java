package dev.pressroom.bus;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name by which nodes know a message. Nodes of two versions run side by side, so that a name, once released, stays,
 * whatever becomes of the class; a message that the other version would misread gets a new one.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface WireName {
    String value();
}
