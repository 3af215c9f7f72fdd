package stockledger.query.listindex;

/**
 * The entry of a product as Redis has it.
 *
 * @param revision of the document that it was made from; -1 when there is no entry
 * @param placement its {@link ListEntry.Placement} as JSON; empty for a product that is in no list
 * @param body its item in a page, as JSON
 * @param absences of how many positions that the placement names Redis has no member
 */
public record StoredListEntry(long revision, String placement, String body, long absences) {

    /** A product that Redis has no entry of. */
    static final StoredListEntry NONE = new StoredListEntry(-1, "", "", 0);
}
