package dev.pressroom.page;

import dev.pressroom.page.Page.Placement;

/**
 * A part of a page.
 *
 * @param isNavigation whether it is a menu
 */
record Region(Placement placement, boolean isNavigation) {
    static final Region BODY = new Region(Placement.MAIN, false);

    Region at(Placement other) {
        return new Region(other, isNavigation);
    }
}
