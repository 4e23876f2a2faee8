"""Names to draw from: common given names, family names and streets. Nobody in particular.

Schools and other places carry "(demonstration)", so that none is taken for a real one.
"""

from __future__ import annotations

from app.demo.chance import Chance
from sufficiency.types import Sex

GIRLS = (
    "Ada Agnes Alice Amber Amelia Amy Anna Ava Beatrice Bella Beth Bonnie Chloe Clara Daisy Darcie "
    "Edith Eleanor Eliza Ella Ellie Elsie Emily Emma Erin Esme Eva Evie Faith Fern Flora Florence "
    "Freya Georgia Grace Gwen Hannah Harriet Hazel Heidi Holly Hope Imogen Iris Isla Ivy Jasmine "
    "Jess Josie Kate Kayla Lacey Layla Lena Lexi Libby Lila Lily Lola Lottie Lucy Lyra Mabel "
    "Maddison Maisie Maria Martha Matilda Maya Megan Mia Millie Molly Nancy Nell Niamh Nina Nora "
    "Olive Olivia Orla Penny Phoebe Pippa Poppy Robyn Rosa Rose Ruby Sadie Sara Scarlett Sienna "
    "Skye Sophia Sophie Summer Tess Tilly Violet Willow Zara Zoe"
).split()

BOYS = (
    "Aaron Adam Aiden Albert Alfie Archie Arlo Arthur Ashton Austin Ben Bertie Billy Bobby Brody "
    "Caleb Callum Charlie Cody Connor Daniel David Dexter Dylan Edward Eli Elijah Elliot Ellis "
    "Ethan Evan Ewan Felix Finley Finn Frankie Fred Freddie Gabriel George Grayson Harley Harrison "
    "Harry Harvey Henry Hugo Isaac Jack Jackson Jacob Jake James Jamie Jasper Jayden Joe Joel "
    "Joseph Josh Jude Kai Kian Kit Kyle Lee Lewis Liam Logan Louis Luca Lucas Luke Max Michael "
    "Morgan Nathan Ned Noah Ollie Oscar Otis Owen Reece Reggie Reuben Rhys Riley Robin Rory Rowan "
    "Ryan Sam Samuel Seth Sonny Stanley Sullivan Ted Theo Thomas Toby Tom Tommy Tyler Will Zac"
).split()

WOMEN = (
    "Alison Amanda Andrea Angela Ann Anthea Barbara Becky Bridget Carol Caroline Catherine Celia "
    "Charlotte Christine Claire Dawn Deborah Denise Diane Donna Elaine Elizabeth Fiona Frances "
    "Gail Gemma Gillian Hayley Heather Helen Jackie Jane Janet Janice Jean Jenny Jill Joanna Joyce "
    "Judith Julie Karen Kath Kelly Kerry Kim Laura Lesley Linda Lisa Liz Lorraine Louise Lynn "
    "Mandy Margaret Marion Mary Maureen Melanie Michelle Moira Monica Nicola Pam Pat Paula Pauline "
    "Rachel Rebecca Ros Rosemary Ruth Sally Samantha Sandra Sarah Sheila Shirley Sonia Stella Sue "
    "Susan Teresa Tina Tracey Val Vanessa Vera Vicky Wendy Yvonne"
).split()

MEN = (
    "Adrian Alan Alastair Andrew Andy Anthony Barry Bernard Brian Carl Chris Clive Colin Craig "
    "Darren Dave Dean Dennis Derek Desmond Don Doug Duncan Eric Frank Gareth Garry Geoff Gerald "
    "Glen Gordon Graham Grant Greg Guy Howard Hugh Ian Ivor Jeff Jeremy Jim John Jonathan Keith "
    "Ken Kevin Lance Lawrence Len Les Malcolm Mark Martin Matthew Mike Neil Nick Nigel Norman "
    "Patrick Paul Pete Peter Phil Ray Richard Rob Robert Roger Roland Ron Roy Russell Shaun Simon "
    "Stephen Steve Stuart Tim Tony Trevor Vic Vince Wayne"
).split()

FAMILIES = (
    "Abbott Addis Aldridge Allcott Allen Amos Andrews Archer Arnold Ashby Askew Atkin Bailey Baker "
    "Ball Barber Barnes Barrow Bartlett Bateman Baxter Beavan Beddoe Bell Bennett Berry Bevan Bird "
    "Bishop Blake Bond Booth Bowen Bowers Bowkett Bradley Bray Brewer Briggs Bright Brook Brooks "
    "Bryant Bufton Bull Burgess Burns Burton Butcher Butler Byrne Caldwell Carr Carver Chadd "
    "Chambers Chapman Charles Church Clark Clements Cole Coleman Collins Cook Cooke Cooper Court "
    "Cox Craven Crisp Cross Crump Curtis Dale Daniels Davies Dawes Day Deacon Dean Dixon Dobson "
    "Dodd Downes Drew Duggan Dunn Dyke Eckley Edwards Ellis Elton Emery Evans Farr Fell Field "
    "Fisher Fletcher Ford Fowler Fox Francis Franklin Freeman French Frost Fuller Gale Gammon "
    "Garland Garner Gibbs Gibson Giles Gill Goode Goodwin Gough Gould Grant Gray Green Gregory "
    "Griffin Griffiths Gwilliam Hale Hall Hammond Hancox Harding Hardwick Harper Harris Hart "
    "Harvey Hatton Hawkins Hayes Haynes Heath Helme Hewitt Hicks Higgs Hill Hobbs Hodges Holder "
    "Holland Holmes Hooper Hope Horton Howard Howells Hudson Hughes Hunt Hurst Husbands Ingram "
    "Jackson James Jarvis Jay Jenkins Jennings Johnson Jones Jordan Joyce Kemp Kent King Kirby "
    "Knight Lacey Lamb Lambert Lane Langford Lawrence Lee Lewis Little Lloyd Long Lowe Lucas "
    "Maddox Mann Marsh Marston Martin Mason Matthews May Meadows Meredith Miles Millard Mills "
    "Moore Morgan Morris Moss Mound Nash Neal Newman Newton Nicholls Noble Norman Norris North "
    "Oakley Oliver Osborne Owen Page Painter Palmer Parry Parsons Payne Pearce Pearson Perkins "
    "Perry Phillips Pike Pitt Pook Poole Pope Porter Potter Powell Preece Preston Price Pritchard "
    "Probert Prosser Pugh Quinn Randall Read Reed Rees Reynolds Richards Robbins Roberts Rogers "
    "Rose Rowberry Rowe Rudge Russell Ryder Savage Saunders Seaborne Sharp Shaw Shepherd Simmons "
    "Simons Skyrme Slade Smart Smith Snell Spencer Stanton Steele Stephens Stokes Stone Sutton "
    "Swift Tandy Taylor Terry Thomas Thorne Tipton Tombs Tranter Tucker Tudge Turner Vale Vaughan "
    "Verdin Vine Wade Wager Walker Wall Walters Walton Ward Warner Warren Waters Watkins Watson "
    "Watts Webb Welch Wells Weston Whale Wheeler White Whittall Wilding Wilkes Williams Willis "
    "Wilson Winter Wood Woodhouse Wooding Wright Yapp Yates Young"
).split()

FAR_BOYS = "Amir Ahmad Biniam Dawit Farhad Hamid Idris Karim Khalid Mehari Omar Rebin Samim".split()
FAR_GIRLS = "Feven Hana Luwam Mariam Saba Semira".split()
FAR_FAMILIES = "Abdi Ahmadi Aziz Berhane Haile Karimi Mahmoud Nouri Osman Rahimi Tesfay".split()

STREETS = (
    "Orchard Close|Church Road|Mill Lane|The Green|Station Road|Castle Street|Bridge Street|"
    "Meadow View|Hop Pole Lane|Cider Mill Close|Apple Tree Drive|Barn Croft|Old Forge Road|"
    "Riverside|Kingsland Road|School Lane|Priory Gardens|Perry Close|Bramley Way|Damson Walk|"
    "Hawthorn Rise|Chestnut Avenue|Pound Lane|Brook Street|Hill View|Mortimer Drive|Dinmore Road"
).split("|")

KEPT_APART = {"Garnett"}
"""Family names of the story, drawn by nobody else."""


def child(chance: Chance, sex: Sex) -> str:
    """A given name for a child of today."""
    return chance.choice(GIRLS if sex is Sex.FEMALE else BOYS)


def grown(chance: Chance, sex: Sex) -> str:
    """A given name for somebody who is a foster carer today."""
    return chance.choice(WOMEN if sex is Sex.FEMALE else MEN)


def family(chance: Chance) -> str:
    """A family name."""
    return chance.choice(FAMILIES)


def seeking_asylum(chance: Chance, sex: Sex) -> tuple[str, str]:
    """A name for a child who came alone from abroad."""
    given = FAR_GIRLS if sex is Sex.FEMALE else FAR_BOYS
    return chance.choice(given), chance.choice(FAR_FAMILIES)


def address(chance: Chance) -> str:
    """The first line of an address. The street is invented; only the postcode is real."""
    return f"{chance.randint(1, 96)} {chance.choice(STREETS)}"
