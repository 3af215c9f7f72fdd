package stockledger.events.bulk;

/**
 * A row that was not carried out.
 *
 * @param line where the row begins in what was sent, from 1
 * @param code stable, kebab-case, as the single command would be refused
 * @param reason one sentence
 */
public record RowFailure(int line, String code, String reason) {}
