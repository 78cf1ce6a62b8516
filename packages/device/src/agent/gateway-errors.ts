/** The gateway did not answer, or not sensibly; it may do so the next time. */
export class GatewayAway extends Error {}

/** The gateway answers and does not let us in: a person has to do something. */
export class GatewayRefused extends Error {}
