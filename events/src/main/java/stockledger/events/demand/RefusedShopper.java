package stockledger.events.demand;

/**
 * What one shopper was refused. Of several requests the greatest counts, since a cart is tried again.
 *
 * @param id the reference of the request, else the id of its reservation
 * @param unitsAsked most units that one request asked for
 * @param unitsShort most units that one request was short of
 */
public record RefusedShopper(String id, long unitsAsked, long unitsShort) {

    /** The same shopper after another refusal. */
    public RefusedShopper with(long asked, long shortBy) {
        return asked <= unitsAsked && shortBy <= unitsShort
                ? this
                : new RefusedShopper(id, Math.max(unitsAsked, asked), Math.max(unitsShort, shortBy));
    }
}
