/** Rate limits: over all nodes for users, on one node for network addresses. */
package dev.pressroom.limit;
