// name: record_audit
// purpose: Writes down who did what with whose records.
// mode: write
// params:
//   entry_id: string     the entry's id
//   account_id: string   who did it
//   action: string       what was done
//   subject_ids: list    whose records
// returns: no rows
CREATE (:AuditEntry {id: $entry_id, at: datetime(), account_id: $account_id, action: $action, subject_ids: $subject_ids})
