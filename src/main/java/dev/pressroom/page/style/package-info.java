/** Reads style sheets: their declarations, and the brand colours in them. */
package dev.pressroom.page.style;
