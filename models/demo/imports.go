package demo

import (
	"context"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/intake"
	"eclosion/models/programme"
)

// Imported hands two files in as the administrator: an old workbook, which was refused, and rows of earlier years that wait for a
// decision. Of these one has a day that does not exist, and one may speak of a person who is known.
func Imported(ctx context.Context, d *db.DB) error {
	var admin accounts.Account
	var known programme.Person
	var site, job string
	err := d.Read(ctx, access.Operator("démonstration"), func(tx *db.Tx) (err error) {
		if admin, err = accounts.ByEmail(tx, "admin@demo.test"); err != nil {
			return err
		}
		holder, err := accounts.ByEmail(tx, "candidate@demo.test")
		if err != nil {
			return err
		}
		if known, err = programme.LoadPerson(tx, holder.PersonID); err != nil {
			return err
		}
		sites, err := programme.Sites(tx)
		if err != nil {
			return err
		}
		programmes, err := programme.Programmes(tx)
		site, job = sites[0].Name, programmes[0].Name
		return err
	})
	if err != nil {
		return err
	}
	day := func(d models.Date) string { return string(d[8:] + "/" + d[5:7] + "/" + d[:4]) }
	born := "12/05/1980"
	if known.BirthOn != "" {
		born = day(known.BirthOn)
	}
	text := "N° dossier;Nom;Prénom;Date de naissance;E-mail;Antenne;Programme;Statut à l'entrée;Diplôme;Projet;Date d'entrée;" +
		"Début de la période de test;Date de sortie;Étude du projet terminée;Motif de sortie;Nom de l'entreprise;N° d'entreprise;Date de création;Active après 3 ans;Bourse accordée\r\n"
	for _, r := range [][2]string{
		{"A-2019-01;Maes;Wout;03/02/1979;wout.maes@exemple.test", "mutuelle;CESS;Menuiserie;04/03/2019;;02/10/2019;non;abandon;;;;;"},
		{"A-2019-02;" + known.FirstName + ";" + known.LastName + ";" + born + ";", "CPAS;CESI;Traiteur;11/03/2019;;15/09/2019;oui;formation;;;;;"},
		{"A-2019-03;Öztürk;Elif;21/09/1985;elif.ozturk@exemple.test", "Demandeuse d'emploi;enseignement supérieur;Graphisme;18/03/2019;;30/09/2019;oui;emploi;;;;;"},
		{"A-2019-04;N'Diaye;Awa;30/08/1990;awa.ndiaye@exemple.test", "sans allocation;CESS;Couture;30/02/2019;;20/11/2019;non;déménagement;;;;;"},
	} {
		text += fmt.Sprintf("%s;%s;%s;%s\r\n", r[0], site, job, r[1])
	}
	for _, f := range []intake.File{intake.Bytes("dossiers-2009.xls", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")), intake.Bytes("dossiers-2019.csv", []byte(text))} {
		if _, err := intake.Receive(ctx, d, admin.Actor(), f); err != nil {
			return err
		}
	}
	for worked := true; worked; {
		if worked, err = intake.Work(ctx, d, "démonstration", nil); err != nil {
			return err
		}
	}
	return nil
}
