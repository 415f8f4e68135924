package upkeep

// questions are put in SQL that both engines understand. Each answers with a
// subject and a text for every row that does not agree; no row means all is well.
// A parameter is the present moment.
var questions = []struct{ check, query string }{
	{"history", `SELECT p.ref, 'has no history' FROM projects p
		WHERE NOT EXISTS (SELECT 1 FROM phase_changes c WHERE c.project_id = p.id)`},
	{"history", `SELECT p.ref, 'is exited without a reason, or has a reason and is not exited' FROM projects p
		WHERE (p.phase = 'exited') <> (p.exit_reason <> '')`},
	{"history", `SELECT p.ref, 'is launched without an enterprise, or has one and is not launched' FROM projects p
		LEFT JOIN enterprises e ON e.project_id = p.id WHERE (p.phase IN ('launched', 'followed_up')) <> (e.id IS NOT NULL)`},
	{"history", `SELECT p.ref, 'was accompanied and has no terms' FROM projects p WHERE p.entered_on IS NOT NULL AND p.terms_id IS NULL`},
	{"history", `SELECT p.ref, 'stands in a cohort of another programme or site' FROM projects p JOIN cohorts c ON c.id = p.cohort_id
		WHERE c.programme_id <> p.programme_id OR c.site_id <> p.site_id`},

	{"form", `SELECT p.ref, 'is written on the questions of another programme' FROM applications a JOIN projects p ON p.id = a.project_id
		JOIN form_versions v ON v.id = a.form_id WHERE v.programme_id <> p.programme_id`},

	{"count", `SELECT c.ref, t.phase || ': kept ' || CAST(SUM(t.kept) AS TEXT) || ', counted ' || CAST(SUM(t.counted) AS TEXT) FROM
		(SELECT cohort_id, phase, n AS kept, 0 AS counted FROM project_counts
			UNION ALL SELECT cohort_id, phase, 0, 1 FROM projects) t JOIN cohorts c ON c.id = t.cohort_id
		GROUP BY c.ref, t.phase HAVING SUM(t.kept) <> SUM(t.counted)`},

	{"meeting", `SELECT p.ref, 'last_meeting_on is ' || COALESCE(CAST(p.last_meeting_on AS TEXT), 'empty') || ', its meetings say ' ||
			COALESCE(CAST(x.last AS TEXT), 'none') FROM projects p
		LEFT JOIN (SELECT k.project_id, MAX(m.held_on) AS last FROM meeting_projects k JOIN meetings m ON m.id = k.meeting_id
			WHERE m.state = 'held' GROUP BY k.project_id) x ON x.project_id = p.id
		WHERE COALESCE(CAST(p.last_meeting_on AS TEXT), '') <> COALESCE(CAST(x.last AS TEXT), '')`},
	{"meeting", `SELECT p.ref, 'next_meeting_at is ' || COALESCE(CAST(p.next_meeting_at AS TEXT), 'empty') || ', its planned meetings say ' ||
			CAST(x.next AS TEXT) FROM projects p
		JOIN (SELECT k.project_id, MIN(m.starts_at) AS next FROM meeting_projects k JOIN meetings m ON m.id = k.meeting_id
			WHERE m.state = 'planned' AND m.starts_at >= ? GROUP BY k.project_id) x ON x.project_id = p.id
		WHERE p.next_meeting_at IS NULL OR p.next_meeting_at >= ? AND p.next_meeting_at <> x.next`},
	{"meeting", `SELECT p.ref, 'next_meeting_at names no planned meeting' FROM projects p WHERE p.next_meeting_at IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM meeting_projects k JOIN meetings m ON m.id = k.meeting_id
			WHERE k.project_id = p.id AND m.state = 'planned' AND m.starts_at = p.next_meeting_at)`},
	{"meeting", `SELECT m.public_id, 'is nobody''s meeting' FROM meetings m
		WHERE NOT EXISTS (SELECT 1 FROM meeting_projects k WHERE k.meeting_id = m.id)`},

	{"report", `SELECT p.ref, 'report ' || r.public_id || ' was issued as a paper about something else' FROM progress_reports r JOIN projects p ON p.id = r.project_id
		JOIN issued_papers i ON i.id = r.paper_id WHERE i.kind <> 'progress' OR i.project_id IS NULL OR i.project_id <> r.project_id`},

	{"agreement", `SELECT p.ref, 'is accompanied without a coaching agreement' FROM projects p
		WHERE p.phase IN ('coaching', 'test') AND p.source_file = ''
		AND NOT EXISTS (SELECT 1 FROM agreements a WHERE a.project_id = p.id AND a.kind = 'coaching')`},
	{"agreement", `SELECT p.ref, 'is in test without a provisional-status agreement' FROM projects p
		WHERE p.phase = 'test' AND p.source_file = ''
		AND NOT EXISTS (SELECT 1 FROM agreements a WHERE a.project_id = p.id AND a.kind = 'status')`},
	{"agreement", `SELECT p.ref, 'is over, but agreement ' || a.number || ' still runs' FROM projects p JOIN agreements a ON a.project_id = p.id
		WHERE p.phase IN ('launched', 'followed_up', 'exited') AND a.ended_on IS NULL`},
	{"agreement", `SELECT p.ref, 'a suspension of the ' || s.phase || ' is open in phase ' || p.phase FROM suspensions s
		JOIN projects p ON p.id = s.project_id WHERE s.to_on IS NULL AND s.phase <> p.phase`},

	{"cap", `SELECT 'holder ' || CAST(h.person_id AS TEXT), 'the guard keeps ' || CAST(h.imported AS TEXT) || ' + ' || CAST(h.awarded AS TEXT) ||
			' cents, the awards make ' || CAST(COALESCE(a.imported, 0) AS TEXT) || ' + ' ||
			CAST(COALESCE(a.awarded, 0) - COALESCE(d.given_up, 0) AS TEXT) FROM grant_holders h
		LEFT JOIN (SELECT person_id, SUM(CASE WHEN imported THEN amount ELSE 0 END) AS imported,
			SUM(CASE WHEN imported THEN 0 ELSE amount END) AS awarded FROM grant_awards GROUP BY person_id) a ON a.person_id = h.person_id
		LEFT JOIN (SELECT person_id, SUM(amount) AS given_up FROM grant_reductions GROUP BY person_id) d ON d.person_id = h.person_id
		WHERE h.imported <> COALESCE(a.imported, 0) OR h.awarded <> COALESCE(a.awarded, 0) - COALESCE(d.given_up, 0)`},
	{"cap", `SELECT 'holder ' || CAST(person_id AS TEXT), 'was awarded ' || CAST(imported + awarded AS TEXT) || ' cents, the cap is ' || CAST(cap AS TEXT)
		FROM grant_holders WHERE awarded > 0 AND imported + awarded > cap`},
	{"grant", `SELECT q.ref, 'is awarded without an award, or has one and is not awarded' FROM grant_requests q
		LEFT JOIN grant_awards w ON w.request_id = q.id WHERE (q.state = 'awarded') <> (w.id IS NOT NULL)`},
	{"grant", `SELECT q.ref, 'was asked, awarded or reduced for another person than the dossier''s' FROM grant_requests q
		JOIN projects p ON p.id = q.project_id LEFT JOIN grant_awards w ON w.request_id = q.id
		WHERE q.person_id <> p.person_id OR w.person_id <> q.person_id
		OR EXISTS (SELECT 1 FROM grant_reductions d WHERE d.request_id = q.id AND d.person_id <> q.person_id)`},
	{"grant", `SELECT q.ref, 'paid ' || CAST(x.paid AS TEXT) || ' cents on a tranche of ' || CAST(t.amount AS TEXT) FROM grant_tranches t
		JOIN grant_requests q ON q.id = t.request_id
		JOIN (SELECT tranche_id, SUM(amount) AS paid FROM grant_payments GROUP BY tranche_id) x ON x.tranche_id = t.id
		WHERE x.paid > t.amount`},
	{"grant", `SELECT q.ref, 'recovered ' || CAST(v.recovered AS TEXT) || ' cents of ' || CAST(COALESCE(x.paid, 0) AS TEXT) || ' paid' FROM grant_requests q
		JOIN (SELECT request_id, SUM(amount) AS recovered FROM grant_recoveries GROUP BY request_id) v ON v.request_id = q.id
		LEFT JOIN (SELECT t.request_id, SUM(y.amount) AS paid FROM grant_payments y JOIN grant_tranches t ON t.id = y.tranche_id
			GROUP BY t.request_id) x ON x.request_id = q.id WHERE v.recovered > COALESCE(x.paid, 0)`},

	{"comment", `SELECT CAST(c.from_on AS TEXT), 'the commentary of the activity report is not that of the newest version' FROM activity_comments c
		WHERE c.body <> COALESCE((SELECT v.body FROM activity_comment_versions v WHERE v.comment_id = c.id ORDER BY v.number DESC LIMIT 1), '')`},
	{"plan", `SELECT p.ref, 'a text of its plan is not that of the newest version' FROM plan_texts t JOIN projects p ON p.id = t.project_id
		WHERE t.body <> COALESCE((SELECT v.body FROM plan_text_versions v WHERE v.project_id = t.project_id AND v.section_id = t.section_id ORDER BY v.number DESC LIMIT 1), '')`},
	{"plan", `SELECT p.ref, 'has a text in a section of another plan template' FROM plan_texts t JOIN projects p ON p.id = t.project_id JOIN plan_sections s ON s.id = t.section_id
		WHERE s.template_id <> COALESCE(p.template_id, 0)`},
	{"plan", `SELECT p.ref, 'its figures are not those of the newest version' FROM finance_plans f JOIN projects p ON p.id = f.project_id
		WHERE f.inputs <> COALESCE((SELECT v.inputs FROM finance_versions v WHERE v.project_id = f.project_id ORDER BY v.number DESC LIMIT 1), '')`},
	{"plan", `SELECT p.ref, 'has answers to items of another plan template' FROM projects p WHERE EXISTS (
		SELECT 1 FROM plan_states s JOIN plan_items i ON i.id = s.item_id WHERE s.project_id = p.id AND i.template_id <> COALESCE(p.template_id, 0))`},
	{"session", `SELECT s.public_id, 'keeps ' || CAST(s.confirmed AS TEXT) || ' places taken, its registrations make ' ||
			CAST(COALESCE(r.n, 0) AS TEXT) FROM info_sessions s
		LEFT JOIN (SELECT session_id, count(*) AS n FROM info_registrations WHERE state = 'confirmed' GROUP BY session_id) r ON r.session_id = s.id
		WHERE s.confirmed <> COALESCE(r.n, 0)`},
	{"session", `SELECT s.public_id, 'has free places, and people who wait for them' FROM info_sessions s
		WHERE s.confirmed < s.places AND s.cancelled_at IS NULL AND s.starts_at > ?
		AND EXISTS (SELECT 1 FROM info_registrations r WHERE r.session_id = s.id AND r.state = 'waiting')`},
	{"workshop", `SELECT w.public_id, 'keeps ' || CAST(w.enrolled AS TEXT) || ' places taken, its enrolments make ' || CAST(COALESCE(e.n, 0) AS TEXT) FROM workshops w
		LEFT JOIN (SELECT workshop_id, count(*) AS n FROM workshop_enrolments WHERE state = 'enrolled' GROUP BY workshop_id) e ON e.workshop_id = w.id
		WHERE w.enrolled <> COALESCE(e.n, 0)`},
	{"workshop", `SELECT w.public_id, 'has free places, and people who wait for them' FROM workshops w
		WHERE w.enrolled < w.places AND w.cancelled_at IS NULL AND w.starts_at > ?
		AND EXISTS (SELECT 1 FROM workshop_enrolments e WHERE e.workshop_id = w.id AND e.state = 'waiting')`},
	{"workshop", `SELECT w.public_id, 'does not begin or end with its sessions' FROM workshops w
		LEFT JOIN (SELECT workshop_id, MIN(starts_at) AS starts, MAX(starts_at + minutes * 60000) AS ends FROM workshop_sessions WHERE cancelled_at IS NULL
			GROUP BY workshop_id) s ON s.workshop_id = w.id
		WHERE w.starts_at <> COALESCE(s.starts, 9007199254740991) OR w.ends_at <> COALESCE(s.ends, 9007199254740991)`},
	{"workshop", `SELECT s.public_id, 'has ' || CAST(x.came AS TEXT) || ' present, its meeting has ' || CAST(x.met AS TEXT) || ' of them and ' || CAST(x.all_met AS TEXT) || ' in all' FROM
		(SELECT s.id, (SELECT count(*) FROM workshop_attendance a WHERE a.session_id = s.id AND a.mark = 'present') AS came,
			(SELECT count(*) FROM meeting_projects k JOIN meetings m ON m.id = k.meeting_id AND m.state = 'held' WHERE k.meeting_id = s.meeting_id) AS all_met,
			(SELECT count(*) FROM meeting_projects k JOIN meetings m ON m.id = k.meeting_id AND m.state = 'held'
				JOIN workshop_attendance a ON a.session_id = s.id AND a.project_id = k.project_id AND a.mark = 'present' WHERE k.meeting_id = s.meeting_id) AS met
			FROM workshop_sessions s WHERE s.closed_at IS NOT NULL) x JOIN workshop_sessions s ON s.id = x.id WHERE x.came <> x.met OR x.came <> x.all_met`},
	{"workshop", `SELECT s.public_id, 'took ' || CAST(s.held_minutes AS TEXT) || ' minutes, its meeting ' || CAST(m.minutes AS TEXT) FROM workshop_sessions s
		JOIN meetings m ON m.id = s.meeting_id WHERE m.minutes <> s.held_minutes OR m.starts_at <> s.starts_at OR m.kind <> 'workshop'`},
	{"workshop", `SELECT m.public_id, 'is the meeting of no session' FROM meetings m WHERE m.kind = 'workshop'
		AND NOT EXISTS (SELECT 1 FROM workshop_sessions s WHERE s.meeting_id = m.id)`},

	{"document", `SELECT p.ref, 'the guard keeps ' || CAST(x.kept AS TEXT) || ' bytes in ' || CAST(x.kept_files AS TEXT) || ' files, there are ' ||
			CAST(x.held AS TEXT) || ' in ' || CAST(x.files AS TEXT) FROM (SELECT p.id AS project_id, COALESCE(t.bytes, 0) AS kept, COALESCE(t.files, 0) AS kept_files,
			(SELECT COALESCE(SUM(y.size), 0) FROM (SELECT DISTINCT d.content_id, d.size FROM documents d WHERE d.project_id = p.id AND d.content_id IS NOT NULL) y) AS held,
			(SELECT count(*) FROM documents d WHERE d.project_id = p.id AND d.content_id IS NOT NULL) AS files
			FROM projects p LEFT JOIN document_totals t ON t.project_id = p.id
			WHERE t.project_id IS NOT NULL OR EXISTS (SELECT 1 FROM documents d WHERE d.project_id = p.id)) x
		JOIN projects p ON p.id = x.project_id WHERE x.kept <> x.held OR x.kept_files <> x.files`},
	{"document", `SELECT p.ref, 'document ' || d.public_id || ' has no bytes, and no virus took them' FROM documents d JOIN projects p ON p.id = d.project_id
		WHERE d.content_id IS NULL AND d.scan <> 'infected'`},
	{"account", `SELECT a.public_id, 'is a candidate''s account without a person' FROM accounts a JOIN account_roles r ON r.account_id = a.id
		WHERE r.role = 'candidate' AND a.person_id IS NULL`},
	{"account", `SELECT a.public_id, 'has role ' || r.role || ' on a site that is not there' FROM accounts a JOIN account_roles r ON r.account_id = a.id
		WHERE r.site_id <> 0 AND NOT EXISTS (SELECT 1 FROM sites s WHERE s.id = r.site_id)`},

	{"opinion", `SELECT c.ref, 'has an opinion on ' || p.ref || ' with ' || CAST(x.given AS TEXT) || ' marks on ' || CAST(x.asked AS TEXT) || ' criteria' FROM
		(SELECT o.committee_id, o.project_id, (SELECT count(*) FROM opinion_scores s WHERE s.committee_id = o.committee_id AND s.project_id = o.project_id
				AND s.account_id = o.account_id) AS given, (SELECT count(*) FROM committee_criteria k WHERE k.committee_id = o.committee_id) AS asked FROM opinions o) x
		JOIN committees c ON c.id = x.committee_id JOIN projects p ON p.id = x.project_id WHERE x.given <> x.asked`},
	{"opinion", `SELECT p.ref, 'is written on by somebody who declared a conflict of interest' FROM opinion_drafts d JOIN projects p ON p.id = d.project_id
		JOIN conflicts x ON x.project_id = d.project_id AND x.account_id = d.account_id AND x.lifted_at IS NULL`},

	{"message", `SELECT p.ref, 'keeps ' || CAST(t.holder_unread AS TEXT) || ' and ' || CAST(t.house_unread AS TEXT) || ' unread messages, has ' ||
			CAST(x.holder AS TEXT) || ' and ' || CAST(x.house AS TEXT) FROM message_threads t JOIN projects p ON p.id = t.project_id
		JOIN (SELECT m.project_id, SUM(CASE WHEN m.side = 'house' AND m.gone = '' AND m.id > r.holder_read THEN 1 ELSE 0 END) AS holder,
			SUM(CASE WHEN m.side = 'holder' AND m.gone = '' AND m.id > r.house_read THEN 1 ELSE 0 END) AS house
			FROM messages m JOIN message_threads r ON r.project_id = m.project_id GROUP BY m.project_id) x ON x.project_id = t.project_id
		WHERE t.holder_unread <> x.holder OR t.house_unread <> x.house`},
	{"message", `SELECT p.ref, 'has messages without a thread' FROM projects p WHERE EXISTS (SELECT 1 FROM messages m WHERE m.project_id = p.id)
		AND NOT EXISTS (SELECT 1 FROM message_threads t WHERE t.project_id = p.id)`},
	{"erasure", `SELECT COALESCE(p.ref, 'person ' || CAST(e.person_id AS TEXT)), 'an erasure was begun and not finished' FROM erasures e
		LEFT JOIN projects p ON p.id = e.project_id WHERE e.done_at IS NULL`},
	{"erasure", `SELECT p.ref, 'was erased and has words again' FROM erasures e JOIN projects p ON p.id = e.project_id
		LEFT JOIN applications a ON a.project_id = p.id WHERE p.title <> '' OR a.description <> '' OR a.motivation <> ''`},
	{"letter", `SELECT i.number, 'is no letter of the dossier whose decision it tells' FROM decision_letters l JOIN decisions d ON d.id = l.decision_id
		JOIN issued_papers i ON i.id = l.paper_id WHERE i.kind <> 'letter' OR i.project_id IS NULL OR i.project_id <> d.project_id`},
	{"notice", `SELECT i.number, 'is no paper of the dossier whose notice it is' FROM notices n JOIN issued_papers i ON i.id = n.paper_id
		WHERE i.project_id IS NULL OR i.project_id <> n.project_id OR i.kind <> CASE n.kind WHEN 'coaching' THEN 'agreement' WHEN 'status' THEN 'status'
			WHEN 'extension' THEN 'amendment' WHEN 'suspension' THEN 'amendment' WHEN 'resumption' THEN 'amendment' ELSE 'grant' END`},
	{"notice", `SELECT i.number, 'is a notice of no cause' FROM issued_papers i WHERE i.kind IN ('agreement', 'status', 'amendment', 'grant')
		AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.paper_id = i.id)`},
	{"notice", `SELECT i.number, 'replaces a paper of another cause, or does not follow it' FROM notices n JOIN issued_papers i ON i.id = n.paper_id
		JOIN notices b ON b.paper_id = n.replaces WHERE b.project_id <> n.project_id OR b.cause <> n.cause OR b.issue <> n.issue - 1`},
	{"signature", `SELECT i.number, 'was signed before it was issued, or its records are not numbered one by one' FROM paper_signoffs s JOIN issued_papers i ON i.id = s.paper_id
		GROUP BY i.id, i.number HAVING MAX(s.number) <> count(*) OR MIN(s.recorded_at) < MIN(i.issued_at)`},
	{"letter", `SELECT i.number, 'is a letter of no decision' FROM issued_papers i WHERE i.kind = 'letter'
		AND NOT EXISTS (SELECT 1 FROM decision_letters l WHERE l.paper_id = i.id)`},
}
