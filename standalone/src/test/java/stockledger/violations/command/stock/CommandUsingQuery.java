package stockledger.violations.command.stock;

import stockledger.violations.query.QuerySide;

/** Violates: the command side never imports the query side. */
class CommandUsingQuery {
    QuerySide side;
}
