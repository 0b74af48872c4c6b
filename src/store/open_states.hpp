#pragma once
// Purpose: the states of a delivery that is not over, as SQL's IN wants them: those of which
// order::is_settled() says no. In one place, because a statement needs a literal, and an index is
// used only where the question has its very words.
// State: none. Fails: not at all. Threads: any.
#define SHOPORDER_OPEN_STATES                                                                      \
    "('waiting', 'held', 'ready', 'sending', 'uncertain', 'deferred', 'partial', 'rejected',"      \
    " 'failed')"
