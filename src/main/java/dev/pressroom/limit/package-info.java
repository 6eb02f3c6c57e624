/** How often a caller, or a network address, may ask. */
package dev.pressroom.limit;
